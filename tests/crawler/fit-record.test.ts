import { describe, expect, test } from "vitest";
import type { PageRecord } from "../../crawler/src/contract.ts";
import { firstCharacters, fitRecord, mostBytes } from "../../crawler/src/fit-record.ts";
import { violations } from "../helpers/schemas.ts";

const small: PageRecord = {
  type: "page",
  url: "https://a.org/",
  finalUrl: "https://a.org/",
  status: 200,
  contentType: "text/html",
  title: "A page",
  depth: 0,
  referrer: null,
  links: ["https://a.org/x"],
  textLength: 10,
  loadMs: 13,
  attempts: 1,
  retrievedAt: "2026-11-24T04:29:28.114Z",
  queued: 3,
};

const bytesOf = (record: PageRecord) => Buffer.byteLength(JSON.stringify(record));
const links = Array.from({ length: 20_000 }, (_, index) => `https://a.org/page/${index}`);

const metadata = { description: null, lang: "en", meta: {}, jsonLd: [] };

test("a record that fits stays as it is, to the last byte", () => {
  expect(fitRecord(small)).toBe(small);
  expect(fitRecord(small, bytesOf(small))).toBe(small);
  expect(fitRecord(small, bytesOf(small) - 1)).not.toBe(small);
});

describe("a record that is too long for an event of CloudWatch", () => {
  test.each<[string, Partial<PageRecord>, readonly string[]]>([
    ["with many links", { links }, ["links"]],
    ["with a title without end", { title: "😀".repeat(200_000) }, ["title"]],
    [
      "with much JSON-LD",
      { metadata: { ...metadata, jsonLd: links.slice(0, 10_000) }, links: links.slice(0, 100) },
      ["metadata"],
    ],
    [
      "with many metadata",
      {
        metadata: { ...metadata, meta: Object.fromEntries(links.map((link) => [link, [link]])) },
      },
      ["metadata"],
    ],
    [
      "with many values",
      { extracted: { a: links, b: ["x"] }, links: links.slice(0, 100) },
      ["extracted"],
    ],
    ["with a long text", { text: "😀".repeat(100_000), links: links.slice(0, 100) }, ["text"]],
    [
      "with long HTML, whose text fits",
      { html: "<p>é".repeat(60_000), text: "é".repeat(60_000) },
      ["html"],
    ],
    [
      "with long HTML and text",
      { html: "<p>".repeat(60_000), text: "\n".repeat(200_000) },
      ["html", "text"],
    ],
    ["with both", { links, title: '"\n'.repeat(200_000) }, ["title", "links"]],
  ])("%s is cut to one that fits, is valid and says so", (_name, changes, truncated) => {
    const record = fitRecord({ ...small, ...changes });
    expect(bytesOf(record)).toBeLessThanOrEqual(mostBytes);
    // As much is kept as there is room for.
    expect(bytesOf(record)).toBeGreaterThan(mostBytes - 100);
    expect(record.truncated).toEqual(truncated);
    expect(record.title?.length).toBeGreaterThan(5);
    expect(Buffer.from(record.title ?? "").toString()).toBe(record.title);
    const { type: _type, queued: _queued, ...page } = record;
    expect(violations("page-record", page)).toEqual([]);
  });
});

test("what was cut before is named once", () => {
  const extracted = { a: links };
  expect(fitRecord({ ...small, extracted, truncated: ["extracted"] }).truncated).toEqual([
    "extracted",
  ]);
});

test("the first links are kept, in their order", () => {
  const { links: kept } = fitRecord({ ...small, links });
  expect(kept.length).toBeGreaterThan(1000);
  expect(kept).toEqual(links.slice(0, kept.length));
});

test("a text is never cut within a surrogate pair", () => {
  expect(firstCharacters("a😀b", 2)).toBe("a");
  expect(firstCharacters("a😀b", 3)).toBe("a😀");
  expect(firstCharacters("a😀", 3)).toBe("a😀");
});
