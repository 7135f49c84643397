import { expect, test } from "vitest";
import { failure, type Visit } from "../../crawler/src/classify.ts";
import type { DocumentAnswer } from "../../crawler/src/document-answer.ts";
import { pageRecord, type VisitContext } from "../../crawler/src/page-record.ts";
import { violations } from "../helpers/schemas.ts";
import { readingOf } from "./helpers/fakes.ts";

const url = "https://a.org/page";
const context: VisitContext = {
  entry: { url, depth: 2, referrer: "https://a.org/", attempts: 1 },
  loadMs: 12.6,
  retrievedAt: "2026-11-24T04:29:28.114Z",
  queued: 3,
  plain: null,
  noindex: false,
};

function documentOf(changes: Parameters<typeof readingOf>[1], partial = false): Visit {
  return { kind: "document", reading: readingOf(`${url}#part`, changes), partial };
}

test("a document has all that the contract names, and nothing more", () => {
  const record = pageRecord(documentOf({ links: ["https://a.org/x"] }), context);
  expect(record).toEqual({
    type: "page",
    url,
    finalUrl: url,
    status: 200,
    contentType: "text/html",
    title: "A page",
    depth: 2,
    referrer: "https://a.org/",
    links: ["https://a.org/x"],
    textLength: 10,
    loadMs: 13,
    attempts: 1,
    retrievedAt: "2026-11-24T04:29:28.114Z",
    queued: 3,
  });
});

test("a canonical link and a document cut short are told where they are", () => {
  expect(pageRecord(documentOf({ canonical: "https://a.org/c" }, true), context)).toMatchObject({
    canonical: "https://a.org/c",
    partial: true,
  });
});

test("a page that asks not to be indexed says so, and no other does", () => {
  expect(pageRecord(documentOf({}), { ...context, noindex: true }).noindex).toBe(true);
  expect(pageRecord(documentOf({}), context)).not.toHaveProperty("noindex");
});

test("the links of a viewer are not the page's", () => {
  const json = documentOf({ contentType: "application/json", links: ["https://a.org/viewer"] });
  expect(pageRecord(json, context).links).toEqual([]);
});

test("what was extracted is there by its names, of HTML alone", () => {
  const content = {
    extracted: [["price", ["1 €"]] as const, ["bad", null] as const],
    metadata: null,
    text: null,
    html: null,
    cut: ["extracted"] as const,
  };
  expect(pageRecord(documentOf({ content }), context)).toMatchObject({
    extracted: { price: ["1 €"], bad: [] },
    truncated: ["extracted"],
  });
  const json = pageRecord(documentOf({ content, contentType: "application/json" }), context);
  expect(json).not.toHaveProperty("extracted");
  expect(json).not.toHaveProperty("truncated");
});

test("a browser that tells no status leaves it open", () => {
  expect(pageRecord(documentOf({ status: 0 }), context).status).toBeNull();
});

test.each([
  [204, "noContent"],
  [205, "noContent"],
  [200, "download"],
])("no document and status %i is %s", (status, noDocument) => {
  const plain = { status, contentType: "application/zip", robotsTag: null };
  expect(pageRecord({ kind: "noDocument" }, { ...context, plain })).toMatchObject({
    finalUrl: null,
    status,
    contentType: "application/zip",
    title: null,
    textLength: 0,
    noDocument,
  });
});

test("an error carries its code and message, and the page it came with", () => {
  const reading = readingOf(url, { status: 404, title: "Gone" });
  const visit: Visit = { ...failure("httpError", "HTTP status 404", false), status: 404, reading };
  expect(pageRecord(visit, context)).toMatchObject({
    status: 404,
    title: "Gone",
    error: { code: "httpError", message: "HTTP status 404" },
  });
});

test("every kind of record is valid by the published schema", () => {
  const visits: readonly Visit[] = [
    documentOf({ canonical: "https://a.org/c" }, true),
    { kind: "noDocument" },
    failure("dns", "ERR_NAME_NOT_RESOLVED", false),
  ];
  for (const visit of visits) {
    const {
      type: _type,
      queued: _queued,
      ...page
    } = pageRecord(visit, { ...context, noindex: true });
    expect(violations("page-record", page)).toEqual([]);
  }
});

test.each([
  ["https://a.org/own", "https://a.org/own"],
  ["http://[bad", "https://a.org/of-header"],
  [null, "https://a.org/of-header"],
])("the canonical URL of a page is %j: %j, with a Link header", (own, canonical) => {
  const answer: DocumentAnswer = {
    ...{ url, status: 200, contentType: "text/html", robotsTag: null },
    ...{ canonical: "https://a.org/of-header", retryAfter: null, date: null, brokenBy: null },
  };
  const visit: Visit = { ...documentOf({ canonical: own }), answer };
  expect(pageRecord(visit, context).canonical).toBe(canonical);
});

test("a canonical URL that is none is left out", () => {
  expect(pageRecord(documentOf({ canonical: "http://[bad" }), context).canonical).toBeUndefined();
});
