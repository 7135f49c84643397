import { expect, test } from "vitest";
import { askWith } from "../../crawler/src/ask-with.ts";
import type { Ask } from "../../crawler/src/network.ts";
import { never } from "./helpers/fakes.ts";

const ours = (url: string): Record<string, string> =>
  url.startsWith("https://a.org/") ? { "x-key": "1" } : {};

/** Redirects as they are listed; keeps what was asked. */
function asker(redirects: Readonly<Record<string, string>>): { ask: Ask; asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    ask: (url, { headers }) => {
      asked.push([url, headers]);
      const location = redirects[url];
      return Promise.resolve(
        location === undefined
          ? new Response("done")
          : new Response(null, { status: 302, headers: { location } }),
      );
    },
  };
}

test("each hop of a redirect gets its own headers", async () => {
  const { ask, asked } = asker({
    "https://a.org/1": "/2",
    "https://a.org/2": "https://b.org/",
    "https://b.org/": "https://a.org/3",
  });
  const answer = await askWith(ask, ours)("https://a.org/1", { signal: never });
  expect(await answer.text()).toBe("done");
  expect(asked).toEqual([
    ["https://a.org/1", { "x-key": "1" }],
    ["https://a.org/2", { "x-key": "1" }],
    ["https://b.org/", {}],
    ["https://a.org/3", { "x-key": "1" }],
  ]);
});

test("who follows redirects alone gets them", async () => {
  const { ask } = asker({ "https://a.org/": "/2" });
  const answer = await askWith(ask, ours)("https://a.org/", { signal: never, redirect: "manual" });
  expect(answer.status).toBe(302);
});

test("a circle ends, and so does a redirect to what is no page", async () => {
  const { ask } = asker({ "https://a.org/": "/", "https://a.org/d": "data:text/html,x" });
  await expect(askWith(ask, ours)("https://a.org/", { signal: never })).rejects.toThrow(/too many/);
  await expect(askWith(ask, ours)("https://a.org/d", { signal: never })).rejects.toThrow(/no http/);
});
