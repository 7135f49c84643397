/** Inputs held against the declarations of the real provider's package, so that a misspelt or missing one fails as there. */
import { readFileSync } from "node:fs";
import { unknown } from "./pulumi-internals.mjs";

/** @type {Record<string, { inputs: Record<string, unknown>, outputs: string[] }>} see generate-shapes.mjs */
export const shapes = JSON.parse(readFileSync(new URL("shapes.json", import.meta.url), "utf8"));

/** Names of all inputs of a type but some. */
export function inputNames(type, except = []) {
  const names = Object.keys(shapes[type].inputs).map((name) => name.replace(/\?$/, ""));
  return names.filter((name) => !except.includes(name));
}

function* objectMisfits(shape, value, path) {
  const under = (name) => (path ? `${path}.${name}` : name);
  for (const name of Object.keys(shape)) {
    if (name.endsWith("?") || (value[name] !== undefined && value[name] !== null)) continue;
    const property = under(name);
    yield {
      property,
      reason: `Missing required argument. The argument "${name}" is required, but no definition was found.. Examine values at '${property}'.`,
    };
  }
  for (const [name, each] of Object.entries(value)) {
    const inner = shape[name] ?? shape[`${name}?`];
    if (name.startsWith("__") || each === undefined || each === null) continue;
    if (inner !== undefined) yield* misfits(inner, each, under(name));
    else
      yield {
        property: under(name),
        reason: `Invalid or unknown key. Examine values at '${under(name)}'.`,
      };
  }
}

/**
 * What is wrong with a value: unknown names, missing ones and wrong types, at any depth.
 * @returns {Generator<{ property: string, reason: string }>}
 */
export function* misfits(shape, value, path = "") {
  if (shape === "any" || value === unknown) return;
  const wrong = (wanted) => ({
    property: path,
    reason: `expected ${wanted}, got ${JSON.stringify(value)}. Examine values at '${path}'.`,
  });
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return yield wrong("a list");
    for (const [i, each] of value.entries()) yield* misfits(shape[0], each, `${path}[${i}]`);
  } else if (typeof shape === "string") {
    const scalar = ["string", "number", "boolean"].includes(typeof value);
    const number = shape !== "number" || !Number.isNaN(Number(value));
    if (!scalar || !number) yield wrong(`a ${shape}`);
  } else if (value === null || typeof value !== "object" || Array.isArray(value)) {
    yield wrong("an object");
  } else if ("*" in shape) {
    for (const [key, each] of Object.entries(value))
      yield* misfits(shape["*"], each, `${path}.${key}`);
  } else {
    yield* objectMisfits(shape, value, path);
  }
}
