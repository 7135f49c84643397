/** What a stack output can be: as JSON Schema, as a check, and in words. A leaf, as outputs.ts is. */

/** One output: what it is, as JSON Schema, and the check that says the same. */
export interface Row {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly expected: string;
  readonly check: (value: unknown) => boolean;
}

type Build = (description: string) => Row;

/** A text that is not empty. */
export const text: Build = (description) => ({
  schema: { description, type: "string", minLength: 1 },
  expected: "a text",
  check: (value) => typeof value === "string" && value !== "",
});
/** The ARN of something. */
export const arn: Build = (description) => ({
  schema: { description, type: "string", pattern: "^arn:[^:]+:[^:]+:" },
  expected: "an ARN",
  check: (value) => typeof value === "string" && /^arn:[^:]+:[^:]+:/.test(value),
});
/** A time in ISO 8601. */
export const time: Build = (description) => ({
  schema: { description, type: "string", format: "date-time" },
  expected: "an ISO 8601 time",
  check: (value) =>
    typeof value === "string" && /^\d{4}-.*T.*Z$/.test(value) && !Number.isNaN(Date.parse(value)),
});
/** A whole number above 0. */
export const count: Build = (description) => ({
  schema: { description, type: "integer", minimum: 1 },
  expected: "a whole number above 0",
  check: (value) => Number.isInteger(value) && Number(value) > 0,
});
/** True or false. */
export const flag: Build = (description) => ({
  schema: { description, type: "boolean" },
  expected: "true or false",
  check: (value) => typeof value === "boolean",
});
/** A list of texts, with at least one. */
export const texts: Build = (description) => ({
  schema: { description, type: "array", items: { type: "string", minLength: 1 }, minItems: 1 },
  expected: "a list of texts",
  check: (value) => Array.isArray(value) && value.length > 0 && value.every(text("").check),
});
/** One of some values. */
export const oneOf = (values: readonly (string | number)[], description: string): Row => ({
  schema: { description, enum: values },
  expected: values.join(", "),
  check: (value) => values.some((one) => one === value),
});
/** The same, or null. */
export const orNull = ({ schema, expected, check }: Row): Row => ({
  schema: { ...schema, type: [schema["type"], "null"] },
  expected: `${expected} or null`,
  check: (value) => value === null || check(value),
});
/** An object with these texts. */
export const fields = (description: string, names: readonly string[]): Row => ({
  schema: {
    description,
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string", minLength: 1 }])),
    required: names,
  },
  expected: `an object with ${names.join(", ")}`,
  check: (value) =>
    typeof value === "object" &&
    value !== null &&
    names.every((name) => text("").check((value as Record<string, unknown>)[name])),
});
