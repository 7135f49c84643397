/** Which inputs changed, and what of it forces a replacement. */
import { isDeepStrictEqual } from "node:util";
import { messages } from "./pulumi-internals.mjs";

/** A policy, an event pattern or container definitions in another spelling are the same policy, pattern or definitions. */
function meaning(value) {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return meaning(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(meaning);
  if (value === null || typeof value !== "object") return value;
  const set = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  return Object.fromEntries(set.map(([key, each]) => [key, meaning(each)]));
}

/**
 * @param {Record<string, unknown>} olds inputs of the last update
 * @param {Record<string, unknown>} news inputs as checked
 * @param {readonly string[]} replaceOn inputs that cannot change in place
 * @returns {{ kinds: Record<string, number>, replaces: string[] }} the kind of change by input, and those that replace
 */
export function compare(olds, news, replaceOn) {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } =
    messages.PropertyDiff.Kind;
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  names.delete("__defaults");
  const changed = [...names].filter(
    (name) =>
      !isDeepStrictEqual(meaning(olds[name] ?? undefined), meaning(news[name] ?? undefined)),
  );
  const kindOf = (name) => {
    const replaces = replaceOn.includes(name);
    if (olds[name] === undefined) return replaces ? ADD_REPLACE : ADD;
    if (news[name] === undefined) return replaces ? DELETE_REPLACE : DELETE;
    return replaces ? UPDATE_REPLACE : UPDATE;
  };
  const kinds = Object.fromEntries(changed.map((name) => [name, kindOf(name)]));
  return { kinds, replaces: changed.filter((name) => replaceOn.includes(name)) };
}
