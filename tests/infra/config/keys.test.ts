import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { configKeys, unset, type ConfigKey } from "../../../infra/config/keys.ts";

interface ProjectFile {
  readonly config: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const file = new URL("../../../Pulumi.yaml", import.meta.url);
const { config } = parse(readFileSync(file, "utf8")) as ProjectFile;
const keys = Object.entries<ConfigKey>(configKeys);

test("Pulumi.yaml has exactly the program's keys, in the same order", () => {
  expect(Object.keys(config)).toEqual(keys.map(([key]) => `mayfly:${key}`));
});

describe("Pulumi.yaml and the program agree on", () => {
  test.each(keys)("%s", (key, { type, description, default: fallback }) => {
    expect(config[`mayfly:${key}`]).toEqual({
      type,
      description,
      default: fallback ?? unset[type],
      ...(type === "array" ? { items: { type: "string" } } : {}),
    });
  });
});

test("every key says what holds where it is not set: a default, or in words", () => {
  const silent = keys.filter(
    ([, key]) => (key.default === undefined) === (key.otherwise === undefined),
  );
  expect(silent).toEqual([]);
});

test("the token is the one secret, and its default is none", () => {
  expect(keys.filter(([, { secret }]) => secret).map(([key]) => key)).toEqual(["dockerHubToken"]);
  expect(config["mayfly:dockerHubToken"]?.["default"]).toBe("");
});

test("a default has the type of its key", () => {
  const types = { string: "string", boolean: "boolean", integer: "number" } as const;
  for (const [, { type, default: fallback }] of keys) {
    if (fallback === undefined) continue;
    expect(typeof fallback).toBe(types[type as keyof typeof types]);
  }
});
