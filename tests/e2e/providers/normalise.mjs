/** What the real provider does to inputs before it checks them. */

/** Inputs that are JSON text, and that a program may hand over as an object. */
const jsonInputs = ["policy", "assumeRolePolicy"];

/**
 * The inputs as the provider goes on with them: policies as text, and the tags of the provider's `defaultTags` among the tags.
 * @param {Record<string, any>} news
 * @param {{ inputs: Record<string, unknown> }} shape of the type
 * @param {import("./answers.mjs").Session} session
 */
export function normalised(news, shape, session) {
  const inputs = { ...news };
  for (const name of jsonInputs) {
    const value = inputs[name];
    if (value && typeof value === "object") inputs[name] = JSON.stringify(value);
  }
  const defaults = session.config.defaultTags?.tags;
  if (defaults && "tags?" in shape.inputs) inputs.tags = { ...defaults, ...inputs.tags };
  return inputs;
}
