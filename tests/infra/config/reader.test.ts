import { describe, expect, test } from "vitest";
import { ConfigReader, isUnset, or } from "../../../infra/config/reader.ts";

const always = (): boolean => true;

describe("a text", () => {
  test("is what was set, without white space around it", () => {
    expect(new ConfigReader({ imageName: " kiwi " }).text("imageName")).toBe("kiwi");
  });

  test.each(["", " ", "[]", "{}"])("%j is not set, so that the default holds", (value) => {
    expect(new ConfigReader({ cpu: value }).text("cpu")).toBe("256");
    expect(new ConfigReader({ vpcId: value }).text("vpcId")).toBeUndefined();
  });
});

test("a value with its default is read without a problem, an absent one as undefined", () => {
  const read = new ConfigReader({});
  expect(read.flag("taskEvents")).toBe(true);
  expect(read.flag("privateImage")).toBe(false);
  expect(read.choice("capacity", ["onDemand", "spot"])).toBe("onDemand");
  expect(read.integer("memory", "MiB", always)).toBe(1024);
  expect(read.optional("vpcId", "an id", () => false)).toBeUndefined();
  expect(read.list("subnetIds", "ids", () => false)).toBeUndefined();
  expect(read.map("tags", "names", () => false)).toEqual({});
  expect(read.problems).toEqual([]);
});

test("a map takes numbers and booleans as the text that was typed", () => {
  const read = new ConfigReader({ tags: '{"a": "x", "b": 7, "c": false}' });
  expect(read.map("tags", "names", always)).toEqual({ a: "x", b: "7", c: "false" });
  expect(read.problems).toEqual([]);
});

describe("one sentence says what is wrong:", () => {
  test.each<[string, (read: ConfigReader) => unknown, string]>([
    [
      "yes",
      (read) => read.flag("taskEvents"),
      'Expected true or false for taskEvents, but got "yes".',
    ],
    [
      "b",
      (read) => read.choice("taskEvents", ["a", "c", "d"]),
      'Expected a, c or d for taskEvents, but got "b".',
    ],
    [
      "1.5",
      (read) => read.integer("taskEvents", "a number", always),
      'Expected a number for taskEvents, but got "1.5".',
    ],
    [
      "1e3",
      (read) => read.integer("taskEvents", "a number", always),
      'Expected a number for taskEvents, but got "1e3".',
    ],
    [
      "1234567890",
      (read) => read.integer("taskEvents", "a number", always),
      'Expected a number for taskEvents, but got "1234567890".',
    ],
    [
      "7",
      (read) => read.integer("taskEvents", "8", (value) => value === 8),
      'Expected 8 for taskEvents, but got "7".',
    ],
    [
      "a,b",
      (read) => read.list("taskEvents", "a list", always),
      'Expected a list for taskEvents, but got "a,b".',
    ],
    [
      '["a", 7]',
      (read) => read.list("taskEvents", "a list", always),
      'Expected a list for taskEvents, but got "[\\"a\\", 7]".',
    ],
    [
      '["a", "b"]',
      (read) => read.list("taskEvents", "as", (text) => text === "a"),
      'Expected as for taskEvents, but got "[\\"a\\", \\"b\\"]".',
    ],
    [
      "[1]",
      (read) => read.map("taskEvents", "names", always),
      'Expected names for taskEvents, but got "[1]".',
    ],
    [
      "null",
      (read) => read.map("taskEvents", "names", always),
      'Expected names for taskEvents, but got "null".',
    ],
    [
      '{"a": null}',
      (read) => read.map("taskEvents", "names", always),
      'Expected names for taskEvents, but got {"a":null}.',
    ],
  ])("%s", (value, reading, sentence) => {
    const read = new ConfigReader({ taskEvents: value });
    reading(read);
    expect(read.problems).toEqual([sentence]);
  });

  test("nothing, where a value is needed", () => {
    const read = new ConfigReader({});
    read.checked("vpcId", "an id", always);
    expect(read.problems).toEqual(["Expected an id for vpcId, but got nothing."]);
  });

  test("each wrong entry of a map has its own", () => {
    const read = new ConfigReader({ tags: '{"a": "1", "b": "2", "c": "3"}' });
    read.map("tags", "b", (name) => name === "b");
    expect(read.problems).toEqual([
      'Expected b for tags, but got {"a":"1"}.',
      'Expected b for tags, but got {"c":"3"}.',
    ]);
  });
});

test("words are listed as people do", () => {
  expect(or(["a"])).toBe("a");
  expect(or(["a", "b"])).toBe("a or b");
  expect(or(["a", "b", "c"])).toBe("a, b or c");
});

test("only what Pulumi.yaml has for it counts as not set", () => {
  expect(["", "[]", "{}"].every(isUnset)).toBe(true);
  expect([" ", "0", "false", "null"].some(isUnset)).toBe(false);
});
