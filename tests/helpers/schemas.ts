import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { packageRoot } from "../../automation/package-root.ts";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// Its types declare a default export inside a CommonJS module.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
addFormats(ajv);

/** What a published schema has against a value, one line each; empty when it is valid. */
export function violations(
  schema:
    "doctor" | "environment-event" | "page-record" | "run-event" | "run-record" | "stack-outputs",
  value: unknown,
): readonly string[] {
  const id = `${schema}.schema.json`;
  const validate =
    ajv.getSchema(id) ??
    ajv.compile({
      ...(JSON.parse(readFileSync(join(packageRoot, "schemas", id), "utf8")) as object),
      $id: id,
    });
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) =>
      `${instancePath || "/"} ${message ?? ""}: ${JSON.stringify(value)}`,
  );
}
