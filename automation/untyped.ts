/** Values of which nobody has said what they are, such as what a file or a registry says. A leaf. */

/** A property of what should be an object. */
export function valueAt(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** The same for a text that is not empty. */
export function textAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
}
