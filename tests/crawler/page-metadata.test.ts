import { expect, test } from "vitest";
import { pageMetadata } from "../../crawler/src/page-metadata.ts";

const found = { description: "A page", lang: "en", meta: [], jsonLd: [] };

test("metadata of one name are a list, in document order", () => {
  const meta = [
    ["og:image", "/1.png"],
    ["og:title", "Tea"],
    ["og:image", "/2.png"],
  ] as const;
  expect(pageMetadata({ ...found, meta })).toEqual({
    ...found,
    meta: { "og:image": ["/1.png", "/2.png"], "og:title": ["Tea"] },
  });
});

test("JSON-LD is parsed; what is no JSON, or nested without end, stays a text", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const { jsonLd } = pageMetadata({
    ...found,
    jsonLd: ['{"@type":"Product"}', "{'@type':", nested(50), nested(51), nested(40_000)],
  });
  expect(jsonLd).toEqual([
    { "@type": "Product" },
    "{'@type':",
    JSON.parse(nested(50)),
    nested(51),
    nested(40_000),
  ]);
});
