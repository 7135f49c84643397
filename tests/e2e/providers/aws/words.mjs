/** Between the words of the Pulumi inputs and those of the AWS APIs. */

/** `cidrBlock` and all beneath it as `CidrBlock`; values that are not set are left out. */
export function pascal(value) {
  if (Array.isArray(value)) return value.map(pascal);
  if (value === null || typeof value !== "object") return value;
  const set = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  return Object.fromEntries(
    set.map(([k, each]) => [k[0].toUpperCase() + k.slice(1), pascal(each)]),
  );
}

/** Some of an object's properties, those that are set. */
export function pick(object, names) {
  const set = names.filter((name) => object[name] !== undefined && object[name] !== null);
  return Object.fromEntries(set.map((name) => [name, object[name]]));
}

/** Tags as a list, with the given names for key and value. */
export function tagList(tags, key = "Key", value = "Value") {
  return Object.entries(tags ?? {}).map(([k, v]) => ({ [key]: k, [value]: v }));
}

/** What a change of tags takes: `{ removed: keys, changed: tags }`. */
export function tagChanges(olds = {}, news = {}) {
  const changed = Object.entries(news).filter(([key, value]) => olds[key] !== value);
  const removed = Object.keys(olds).filter((key) => !(key in news));
  return { removed, changed: Object.fromEntries(changed) };
}

/** Swallows errors of a service that say that the thing is gone already. */
export async function unlessGone(work) {
  try {
    return await work();
  } catch (error) {
    if (!/NotFound|NoSuch|NonExistent|does ?not ?exist/i.test(`${error.code} ${error.message}`))
      throw error;
    return undefined;
  }
}
