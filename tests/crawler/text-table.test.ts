import { expect, test } from "vitest";
import { TextTable } from "../../crawler/src/text-table.ts";

test("texts have numbers in the order in which they came, and one number each", () => {
  const table = new TextTable();
  expect(["a", "b", "a", "", "b"].map((text) => table.add(text))).toEqual([0, 1, 0, 2, 1]);
  expect(["a", "", "c"].map((text) => table.find(text))).toEqual([0, 2, -1]);
  expect([0, 1, 2].map((number) => table.at(number))).toEqual(["a", "b", ""]);
  expect(table.size).toBe(3);
});

test("a hundred thousand texts, and those of 100 kB among them, come back as they were", () => {
  const table = new TextTable();
  const text = (index: number) =>
    `https://a.org/${index}/${"x".repeat(index % 10_000 === 0 ? 100_000 : index % 50)}`;
  for (let index = 0; index < 100_000; index += 1) table.add(text(index));
  for (let index = 0; index < 100_000; index += 1) {
    if (table.find(text(index)) !== index) throw new Error(`not found: ${index}`);
    if (table.at(index) !== text(index)) throw new Error(`not the same: ${index}`);
  }
  expect([table.size, table.find("https://a.org/")]).toEqual([100_000, -1]);
});

test("characters beyond ASCII are kept, across the ends of chunks too", () => {
  const table = new TextTable();
  const texts = Array.from({ length: 3000 }, (_, index) => `${index}é漢🕷${"ü".repeat(40)}`);
  for (const text of texts) table.add(text);
  expect(texts.map((_, index) => table.at(index))).toEqual(texts);
  expect(texts.map((text) => table.find(text))).toEqual(texts.map((_, index) => index));
});
