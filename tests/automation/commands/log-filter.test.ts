import { describe, expect, test } from "vitest";
import {
  logFilter,
  wantedContainers,
  type LogFilterOptions,
} from "../../../automation/commands/log-filter.ts";

const noon = Date.parse("2026-11-24T12:00:00.000Z");
/** Seconds before noon of the lines that are left of one per second. */
function ages(since: string): number[] {
  const isWanted = logFilter({ since }, noon);
  return [0, 1, 30, 31, 600, 601, 7200, 7201, 172_800, 172_801].filter((age) =>
    isWanted({ at: new Date(noon - age * 1000).toISOString(), container: "crawler", message: "" }),
  );
}

function lines(options: LogFilterOptions, ...messages: string[]): string[] {
  const isWanted = logFilter(options, noon);
  const at = new Date(noon).toISOString();
  return messages.filter((message) => isWanted({ at, container: "crawler", message }));
}

describe("--since", () => {
  test.each([
    ["30", 30],
    ["30s", 30],
    ["10m", 600],
    ["2h", 7200],
    ["0.5m", 30],
    ["2d", 172_800],
    ["2026-11-24T11:50:00Z", 600],
    ["2026-11-24T12:59:30.000+01:00", 30],
  ])("%s is %i seconds ago, that moment included", (since, age) => {
    expect(ages(since).at(-1)).toBe(age);
  });

  test.each(["", "soon", "10 minutes", "-5", "5w", "12:00", "2026-13-45T00:00:00Z"])(
    "%j is refused with what was expected",
    (since) => {
      expect(() => ages(since)).toThrow(
        `Expected a duration such as 30s, 10m or 2h, or an ISO 8601 time for --since, but got "${since}".`,
      );
    },
  );
});

describe("--filter", () => {
  test("is a text that the line contains, in which no letter is special", () => {
    expect(lines({ filter: "a.c" }, "xa.cx", "abc", "A.C")).toEqual(["xa.cx"]);
    expect(lines({ filter: "/guide/about" }, "GET /guide/about", "GET /guide")).toHaveLength(1);
  });

  test("is a regular expression between slashes, for every line from its beginning", () => {
    expect(lines({ filter: "/^(warn|err)/i" }, "WARNING", "error", "no error")).toEqual([
      ...["WARNING", "error"],
    ]);
    expect(lines({ filter: "/a/gy" }, "a", "a", "a")).toHaveLength(3);
  });

  test("is refused with what is wrong where the expression is no expression", () => {
    expect(() => lines({ filter: "/(/" })).toThrow(
      /^Expected a text or a regular expression such as .* for --filter, but got "\/\(\/": .*\.$/,
    );
    expect(() => lines({ filter: "/a/ii" })).toThrow('for --filter, but got "/a/ii": ');
  });
});

test("--container may be repeated, and an unknown name is refused with the names there are", () => {
  expect(wantedContainers({})).toEqual(["selenium", "crawler"]);
  expect(wantedContainers({ container: ["crawler"] })).toEqual(["crawler"]);
  expect(wantedContainers({ container: ["crawler", "selenium"] })).toHaveLength(2);
  expect(() => wantedContainers({ container: ["crawler", "proxy"] })).toThrow(
    'Expected selenium or crawler for --container, but got "proxy".',
  );
});
