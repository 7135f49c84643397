import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Place } from "../../../automation/run/place.ts";
import { placeWithList, withUrlList } from "../../../automation/run/url-list.ts";

const urlsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `https://example.com/${index}`).join(" ");
const few = urlsOf(100);
const many = urlsOf(1000);
const tooMany = urlsOf(10_000);

describe("URLs to start from are", () => {
  test.each([
    ["in the environment of a task on this machine", false, many],
    ["in the overrides of a task on Fargate, where ECS takes them", true, few],
  ])("%s", (_, isOnFargate, urls) => {
    const environment = { MAYFLY_URLS: urls, MAYFLY_DELAY: "0" };
    expect(withUrlList(environment, "one", isOnFargate)).toEqual({ environment, list: null });
  });

  test.each([
    ["on this machine where no environment takes them", false, tooMany],
    ["on Fargate where ECS does not", true, many],
  ])("a list among the results %s", (_, isOnFargate, urls) => {
    expect(withUrlList({ MAYFLY_URLS: urls, MAYFLY_DELAY: "0" }, "one", isOnFargate)).toEqual({
      environment: { MAYFLY_URL_LISTS: "urls/one.txt", MAYFLY_DELAY: "0" },
      list: { name: "urls/one.txt", content: `${urls.replaceAll(" ", "\n")}\n` },
    });
  });

  test("in two lists where a crawl that had one is resumed with as many again", () => {
    const environment = { MAYFLY_URLS: tooMany, MAYFLY_URL_LISTS: "urls/one.txt" };
    expect(withUrlList(environment, "two", false)).toMatchObject({
      environment: { MAYFLY_URL_LISTS: "urls/one.txt urls/two.txt" },
      list: { name: "urls/two.txt" },
    });
  });
});

describe("a task whose URLs are a list starts", () => {
  const list = { name: "urls/one.txt", content: "https://example.com/\n" };
  const start = async (location: string, starts: () => void): Promise<void> => {
    const task = (): Promise<void> => {
      starts();
      return Promise.resolve();
    };
    const place = { start: task } as unknown as Place;
    const withList = placeWithList(() => place, list, location, undefined);
    await withList({ tell: () => undefined, countCall: () => undefined }).start(
      new AbortController().signal,
    );
  };

  test("once the list is there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
    try {
      let found = "";
      await start(folder, () => {
        found = readFileSync(join(folder, "urls/one.txt"), "utf8");
      });
      expect(found).toBe(list.content);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("never where it cannot be written", async () => {
    let starts = 0;
    await expect(start("/dev/null", () => (starts += 1))).rejects.toThrow(
      "Could not write /dev/null/urls/one.txt",
    );
    expect(starts).toBe(0);
  });
});
