import { describe, expect, test } from "vitest";
import { listedUrls } from "../../crawler/src/listed-urls.ts";
import { readSettings } from "../../crawler/src/read-settings.ts";
import type { ResultsStore } from "../../crawler/src/results-store.ts";

const storeOf = (files: Readonly<Record<string, string>>): ResultsStore =>
  ({
    location: "s3://moths/runs/one",
    read: (name: string) => {
      const text = files[name];
      return Promise.resolve(text === undefined ? null : Buffer.from(text));
    },
  }) as unknown as ResultsStore;

describe("lists of URLs among the results", () => {
  test("are read in their order, a URL a line", async () => {
    const store = storeOf({ "urls/b": "https://b.example/1\nhttps://b.example/2\n", "urls/a": "" });
    expect(await listedUrls(store, ["urls/b", "urls/a"])).toEqual([
      "https://b.example/1",
      "https://b.example/2",
    ]);
  });

  test("are as many as there are", async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `https://a.example/${index}`);
    const store = storeOf({ list: lines.join("\n") });
    expect(await listedUrls(store, ["list"])).toHaveLength(200_000);
  });

  test("are refused by name and place where one is not there, or has what is no URL", async () => {
    await expect(listedUrls(storeOf({}), ["urls/a"])).rejects.toThrow(
      "Expected a list of URLs for urls/a in s3://moths/runs/one, but got no such file.",
    );
    await expect(listedUrls(storeOf({ a: "nothing" }), ["a"])).rejects.toThrow(
      'for a in s3://moths/runs/one, but got "nothing".',
    );
  });
});

test("a list is something to crawl, and needs a place", () => {
  const environment = { MAYFLY_URL_LISTS: "urls/a.txt", MAYFLY_RESULTS: "/results" };
  expect(readSettings(environment)).toMatchObject({ urls: [], urlLists: ["urls/a.txt"] });
  expect(() => readSettings({ MAYFLY_URL_LISTS: "urls/a.txt" })).toThrow(
    "Expected a place for files in MAYFLY_RESULTS with MAYFLY_URL_LISTS, but got none.",
  );
});
