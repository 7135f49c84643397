/** Values of which nobody has said what they are, such as what DevTools tells: read without belief in their types. */

/** Fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Any object has fields of some kind, by names.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A field of an object; undefined where there is none, or no object. */
export function fieldOf(value: unknown, name: string): unknown {
  return fieldsOf(value)[name];
}

/** A text; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
