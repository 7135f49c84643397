import { describe, expect, test, vi } from "vitest";
import type { Visit } from "../../crawler/src/classify.ts";
import type { CrawlParts } from "../../crawler/src/crawl-parts.ts";
import { Crawl } from "../../crawler/src/crawl.ts";
import type { RobotsAnswer } from "../../crawler/src/robots.ts";
import { summaryRecord } from "../../crawler/src/summary.ts";
import { fakeParts, origin, plainSettings as settings } from "./helpers/fake-crawl.ts";
import { FakeClock, listed, readingOf, RecordingOutput } from "./helpers/fakes.ts";

function documentAt(url: string, links: readonly string[] = []): Visit {
  return { kind: "document", reading: readingOf(url, { links }), partial: false };
}

function failure(status: number): Visit {
  const message = `HTTP status ${status}`;
  return { kind: "error", code: "httpError", message, status, reading: null, poisoned: false };
}

/** What each path answers: links of a page, or a visit, or one visit after the other. */
type Site = Readonly<Record<string, readonly string[] | Visit | (() => Visit)>>;

function crawlOf(site: Site, more: Partial<CrawlParts> = {}) {
  const output = new RecordingOutput();
  const clock = new FakeClock();
  const visited: string[] = [];
  const visit: CrawlParts["visit"] = (url) => {
    visited.push(url.replace(origin, ""));
    const answer = site[url.replace(origin, "")] ?? failure(404);
    if (typeof answer === "function") return Promise.resolve().then(answer);
    return Promise.resolve("kind" in answer ? answer : documentAt(url, answer));
  };
  const crawl = new Crawl(fakeParts(output, visit, { clock, ...more }));
  return { crawl, output, clock, visited };
}

const at = (...paths: string[]) => paths.map((path) => origin + path);

test("pages are visited breadth first, each once, with depth and referrer", async () => {
  const { crawl, output } = crawlOf({
    "/": at("/a", "/b", "/a#again"),
    "/a": at("/a1", "/b", "/"),
    "/b": at("/a1"),
    "/a1": [],
  });
  await crawl.run();
  expect(output.pages.map(({ url, depth, referrer }) => [url, depth, referrer])).toEqual([
    [`${origin}/`, 0, null],
    [`${origin}/a`, 1, `${origin}/`],
    [`${origin}/b`, 1, `${origin}/`],
    [`${origin}/a1`, 2, `${origin}/a`],
  ]);
  expect(output.pages.map(({ queued }) => queued)).toEqual([2, 2, 1, 0]);
  expect(crawl.counts).toMatchObject({ retrieved: 4, failed: 0, skipped: 0, queued: 0 });
});

test("what is left out is said once per URL, with the reason", async () => {
  const { crawl, output } = crawlOf(
    {
      "/": ["https://b.org/x", ...at("/private", "/deep", "/a")],
      "/a": ["https://b.org/x", ...at("/private")],
      "/deep": at("/deeper"),
    },
    { settings: { ...settings, exclude: ["/private"], maxDepth: 1 } },
  );
  await crawl.run();
  expect(output.skips.map(({ url, reason }) => [url, reason])).toEqual([
    ["https://b.org/x", "outOfScope"],
    [`${origin}/private`, "excluded"],
    [`${origin}/deeper`, "depth"],
  ]);
});

test("robots.txt is asked before a page is loaded", async () => {
  const { crawl, output, visited } = crawlOf(
    { "/": at("/secret") },
    {
      robots: {
        ask: (url) =>
          Promise.resolve(
            url.endsWith("/secret") ? { kind: "disallowed" } : { kind: "allowed", crawlDelay: 0 },
          ),
      },
    },
  );
  await crawl.run();
  expect(visited).toEqual(["/"]);
  expect(output.skips).toMatchObject([{ url: `${origin}/secret`, reason: "robotsTxt" }]);
});

test("the page limit counts failures too, and leaves the rest in the count of queued URLs", async () => {
  const { crawl, output } = crawlOf(
    { "/": at("/missing", "/b", "/c") },
    { settings: { ...settings, maxPages: 2 } },
  );
  await crawl.run();
  expect(output.pages).toHaveLength(2);
  expect(output.skips).toEqual([]);
  expect(crawl.counts).toMatchObject({ retrieved: 1, failed: 1, skipped: 0, queued: 2 });
});

test("a page that is not waited for any more counts as queued, and nothing is told of it", async () => {
  const [stopping, leaving] = [new AbortController(), new AbortController()];
  let answer = (): void => undefined;
  const visit: CrawlParts["visit"] = async (url) => {
    stopping.abort();
    leaving.abort();
    await new Promise<void>((resolve) => (answer = resolve));
    return documentAt(url, at("/a"));
  };
  const output = new RecordingOutput();
  const signals = { stopping: stopping.signal, leaving: leaving.signal };
  const crawl = new Crawl(fakeParts(output, visit, { clock: new FakeClock(), ...signals }));
  await crawl.run();
  expect(crawl.counts).toMatchObject({ retrieved: 0, failed: 0, queued: 1 });
  answer();
  await new Promise(setImmediate);
  expect(output.pages).toEqual([]);
});

describe("a redirect", () => {
  test("gives one record, and the page it leads to is not visited again", async () => {
    const { crawl, output, visited } = crawlOf({
      "/": at("/old", "/new"),
      "/old": documentAt(`${origin}/new`),
      "/new": [],
    });
    await crawl.run();
    expect(visited).toEqual(["/", "/old"]);
    expect(output.pages[1]).toMatchObject({ url: `${origin}/old`, finalUrl: `${origin}/new` });
    expect(output.skips).toMatchObject([{ url: `${origin}/new`, reason: "duplicate" }]);
  });

  test("to a page that is there already is a duplicate", async () => {
    const { crawl, output } = crawlOf({
      "/": at("/new", "/old"),
      "/new": [],
      "/old": documentAt(`${origin}/new`),
    });
    await crawl.run();
    expect(output.pages).toHaveLength(2);
    expect(output.skips).toMatchObject([{ url: `${origin}/old`, reason: "duplicate" }]);
  });

  test("out of the scope is not stored, and its links are not followed", async () => {
    const { crawl, output, visited } = crawlOf({
      "/": at("/out"),
      "/out": documentAt("https://b.org/", at("/from-outside")),
    });
    await crawl.run();
    expect(visited).toEqual(["/", "/out"]);
    expect(output.skips).toMatchObject([{ url: `${origin}/out`, reason: "redirectedOutOfScope" }]);
  });

  test.each<RobotsAnswer>([
    { kind: "disallowed" },
    { kind: "unreachable", code: "network", message: "" },
  ])("to where robots.txt does not allow it is not stored: %o", async (refusal) => {
    const { crawl, output } = crawlOf(
      { "/": at("/out"), "/out": documentAt("https://b.org/") },
      {
        settings: { ...settings, scope: "any" },
        robots: {
          ask: (url) =>
            Promise.resolve(url.startsWith(origin) ? { kind: "allowed", crawlDelay: 0 } : refusal),
        },
      },
    );
    await crawl.run();
    expect(output.pages.map(({ url }) => url)).toEqual(at("/"));
    expect(output.skips).toMatchObject([{ url: `${origin}/out`, reason: "robotsTxt" }]);
  });

  test("of a seed takes the scope with it", async () => {
    const { crawl, output } = crawlOf({
      "/": documentAt("https://www.a.org/", ["https://www.a.org/in", ...at("/too")]),
      "https://www.a.org/in": [],
      "/too": [],
    });
    await crawl.run();
    expect(output.pages.map(({ url }) => url)).toEqual([
      `${origin}/`,
      "https://www.a.org/in",
      `${origin}/too`,
    ]);
  });
});

describe("a sitemap", () => {
  const url = `${origin}/sitemap.xml`;

  test("gives pages of its own site, and does not widen the scope to others", async () => {
    const { crawl, output, visited } = crawlOf(
      { "/": [], "/listed": ["https://b.org/linked"] },
      {
        seeds: [],
        sitemaps: [{ url, pages: listed(...at("/", "/listed"), "https://b.org/listed") }],
      },
    );
    await crawl.run();
    expect(visited).toEqual(["/", "/listed"]);
    expect(output.skips.map((skip) => [skip.url, skip.reason])).toEqual([
      ["https://b.org/listed", "outOfScope"],
      ["https://b.org/linked", "outOfScope"],
    ]);
  });

  test("is kept to by the globs, and its pages redirect nowhere else", async () => {
    const { crawl, output } = crawlOf(
      { "/go": documentAt("https://b.org/"), "/": [] },
      {
        seeds: [],
        sitemaps: [{ url, pages: listed(...at("/go", "/private/x", "/")) }],
        settings: { ...settings, exclude: ["/private/**"] },
      },
    );
    await crawl.run();
    expect(output.skips.map((skip) => [skip.url, skip.reason])).toEqual([
      [`${origin}/private/x`, "excluded"],
      [`${origin}/go`, "redirectedOutOfScope"],
    ]);
  });

  test("is all there is when no links are followed", async () => {
    const { crawl, visited } = crawlOf(
      { "/": at("/linked"), "/b": [] },
      {
        seeds: [],
        sitemaps: [{ url, pages: listed(...at("/", "/b")) }],
        settings: { ...settings, scope: "page" },
      },
    );
    await crawl.run();
    expect(visited).toEqual(["/", "/b"]);
  });
});

describe("what a page asks of robots", () => {
  const page = (path: string, changes: Parameters<typeof readingOf>[1]): Visit => {
    return { kind: "document", reading: readingOf(origin + path, changes), partial: false };
  };
  const robotsMeta = [{ name: "robots", content: "noindex, nofollow" }];
  const seen = (output: RecordingOutput) => [
    output.pages.map(({ url, noindex }) => [url.replace(origin, ""), noindex === true]),
    output.skips.map(({ url, reason, depth, referrer }) => [
      ...[url.replace(origin, ""), reason, depth],
      referrer?.replace(origin, ""),
    ]),
  ];

  test("is kept to: its links are recorded and not followed, said once per URL at the end", async () => {
    const links = [...at("/no", "/deep"), "https://b.org/"];
    const { crawl, output } = crawlOf({
      "/": at("/a", "/b"),
      "/a": page("/a", { links, robotsMeta }),
      "/b": at("/c"),
      "/c": page("/c", { links: at("/no"), nofollowLinks: at("/no") }),
    });
    await crawl.run();
    expect(seen(output)).toEqual([
      [
        ["/", false],
        ["/a", true],
        ["/b", false],
        ["/c", false],
      ],
      [
        ["https://b.org/", "outOfScope", 2, "/a"],
        ["/no", "nofollow", 2, "/a"],
        ["/deep", "nofollow", 2, "/a"],
      ],
    ]);
    expect(output.pages[1]?.links).toEqual(links);
    expect(crawl.counts).toMatchObject({ retrieved: 4, failed: 0, skipped: 3, queued: 0 });
  });

  test("of one link does not hold for another that leads to the same page", async () => {
    const { crawl, output } = crawlOf({
      "/": page("/", { links: at("/x", "/y", "/a"), nofollowLinks: at("/x", "/y") }),
      "/a": at("/x"),
      "/x": documentAt(`${origin}/y`),
    });
    await crawl.run();
    expect(seen(output)).toEqual([
      [
        ["/", false],
        ["/a", false],
        ["/x", false],
      ],
      [],
    ]);
  });

  test("may be said under the user agent's own name", async () => {
    const { crawl, visited } = crawlOf(
      { "/": page("/", { links: at("/x"), robotsMeta: [{ name: "Bot", content: "none" }] }) },
      { settings: { ...settings, userAgent: "bot/1.0" } },
    );
    await crawl.run();
    expect(visited).toEqual(["/"]);
  });

  test("is known of a file by its X-Robots-Tag", async () => {
    const plain = { status: 200, contentType: "application/zip", robotsTag: "noindex" };
    const { crawl, output } = crawlOf(
      { "/": { kind: "noDocument" } },
      { answerWithoutBrowser: () => Promise.resolve(plain) },
    );
    await crawl.run();
    expect(seen(output)).toEqual([[["/", true]], []]);
  });

  test("is of no account when robots rules are not to be obeyed", async () => {
    const plain = { status: 200, contentType: "application/zip", robotsTag: "noindex" };
    const { crawl, output } = crawlOf(
      {
        "/": page("/", { links: at("/x"), nofollowLinks: at("/x"), robotsMeta }),
        "/x": { kind: "noDocument" },
      },
      {
        settings: { ...settings, robots: false },
        answerWithoutBrowser: () => Promise.resolve(plain),
      },
    );
    await crawl.run();
    expect(seen(output)).toEqual([
      [
        ["/", false],
        ["/x", false],
      ],
      [],
    ]);
  });
});

describe("a failure", () => {
  test("that may pass is tried again after a growing pause, while other pages go on", async () => {
    const answers = [failure(500), failure(503), documentAt(`${origin}/flaky`)];
    const { crawl, output, clock, visited } = crawlOf({
      "/": at("/flaky", "/b"),
      "/flaky": () => answers.shift() ?? failure(500),
      "/b": [],
    });
    await crawl.run();
    expect(visited).toEqual(["/", "/flaky", "/b", "/flaky", "/flaky"]);
    expect(output.pages.at(-1)).toMatchObject({ url: `${origin}/flaky`, attempts: 3 });
    expect(clock.sleeps).toHaveLength(2);
    expect(crawl.counts).toMatchObject({ retrieved: 3, failed: 0 });
  });

  test("that stays is recorded once, with the number of attempts", async () => {
    const { crawl, output } = crawlOf({ "/": failure(500) });
    await crawl.run();
    expect(output.pages).toMatchObject([
      { attempts: 3, status: 500, error: { code: "httpError", message: "HTTP status 500" } },
    ]);
    expect(summaryRecord("done", crawl.counts, 0, 5)).toMatchObject({
      outcome: "failed",
      exitCode: 9,
      failed: 1,
    });
  });

  test("with a document keeps its title, and its links are recorded but not followed", async () => {
    const reading = readingOf(`${origin}/`, { status: 404, links: at("/x"), title: "Gone" });
    const { crawl, output, visited } = crawlOf({
      "/": { kind: "error", code: "httpError", message: "", status: 404, reading, poisoned: false },
    });
    await crawl.run();
    expect(visited).toEqual(["/"]);
    expect(output.pages).toMatchObject([{ title: "Gone", links: at("/x"), status: 404 }]);
  });

  test("of the browser itself leaves the URL among those that wait", async () => {
    const { crawl } = crawlOf({
      "/": () => {
        throw new Error("no browser any more");
      },
    });
    await expect(crawl.run()).rejects.toThrow("no browser any more");
    expect(crawl.counts).toMatchObject({ retrieved: 0, failed: 0, skipped: 0, queued: 1 });
  });
});

describe("a host that answers 429 or 503", () => {
  const busy = (status: number, times: number, path: string) => {
    let count = 0;
    return () => {
      count += 1;
      return count <= times ? failure(status) : documentAt(origin + path);
    };
  };
  const site: Site = {
    "/": ["https://b.org/", ...at("/busy", "/c"), "https://b.org/d"],
    ...{ "https://b.org/": [], "/c": [], "https://b.org/d": [] },
  };
  const any = { ...settings, scope: "any" } as const;

  test.each([429, 503])(
    "with %i is left alone for as long as it asks, page and all, while others go on",
    async (status) => {
      const asked: string[] = [];
      const { crawl, output, clock, visited } = crawlOf(
        { ...site, "/busy": busy(status, 1, "/busy") },
        {
          settings: any,
          retryAfter: (url) => {
            asked.push(url);
            return Promise.resolve(120_000);
          },
        },
      );
      await crawl.run();
      expect(visited).toEqual([
        ...["/", "https://b.org/", "/busy", "https://b.org/d"],
        ...["/busy", "/c"],
      ]);
      expect(clock.sleeps).toEqual([120_000]);
      expect(asked).toEqual(at("/busy"));
      expect(output.pages.every(({ error }) => error === undefined)).toBe(true);
      expect(output.lines).toContainEqual(
        expect.stringContaining("a.org is left alone for 120.0 s, as its Retry-After asks"),
      );
    },
  );

  test("and does not say for how long is left alone for longer each time, also after the last attempt", async () => {
    const { crawl, output, clock } = crawlOf(
      { "/": at("/busy", "/c"), "/busy": () => failure(503), "/c": [] },
      { settings: { ...settings, retries: 1 } },
    );
    await crawl.run();
    expect(output.pages.map(({ url, attempts }) => [url, attempts])).toEqual([
      [`${origin}/`, 1],
      [`${origin}/busy`, 2],
      [`${origin}/c`, 1],
    ]);
    expect(clock.sleeps).toHaveLength(2);
    expect(clock.sleeps[0]).toBeLessThanOrEqual(650);
    expect(clock.sleeps[1]).toBeGreaterThanOrEqual(700);
  });

  test("is left alone for no longer than at first once it gave a page", async () => {
    const { crawl, clock } = crawlOf({
      "/": at("/one", "/two"),
      "/one": busy(503, 1, "/one"),
      "/two": busy(503, 1, "/two"),
    });
    await crawl.run();
    expect(clock.sleeps).toHaveLength(2);
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(650);
  });

  test("and wants to be left alone for too long fails with the reason, and its other pages are left", async () => {
    const { crawl, output, clock, visited } = crawlOf(
      { ...site, "/busy": () => failure(429) },
      { settings: any, retryAfter: () => Promise.resolve(3_600_000) },
    );
    await crawl.run();
    expect(visited).toEqual(["/", "https://b.org/", "/busy", "https://b.org/d"]);
    const failures = output.pages.filter(({ error }) => error !== undefined);
    expect(failures.map(({ url, status, attempts }) => [url, status, attempts])).toEqual([
      [`${origin}/busy`, 429, 1],
    ]);
    expect(failures[0]?.error?.message).toContain("Retry-After 3600 s");
    expect(crawl.counts).toMatchObject({ failed: 1, queued: 1 });
    expect(output.lines).toContainEqual(
      expect.stringMatching(/⛔ a\.org is left alone, with all its pages: .*Retry-After 3600 s/),
    );
    expect(clock.sleeps).toEqual([]);
  });
});

test("a URL without a document is a page that says so", async () => {
  const { crawl, output } = crawlOf({ "/": { kind: "noDocument" } });
  await crawl.run();
  expect(output.pages).toMatchObject([
    { finalUrl: null, title: null, status: 204, noDocument: "noContent", links: [] },
  ]);
  expect(output.pages[0]).not.toHaveProperty("error");
});

test("pages of one host keep their distance, also after a failure", async () => {
  const { crawl, clock } = crawlOf(
    { "/": at("/missing", "/b"), "/b": [] },
    { settings: { ...settings, delay: 4 } },
  );
  await crawl.run();
  expect(clock.sleeps).toEqual([4000, 4000]);
});

test("a host that keeps its distance holds up no other, and is waited for when there is no other", async () => {
  const { crawl, output, clock } = crawlOf(
    {
      "/": [...at("/a", "/b"), "https://b.org/", "https://c.org/"],
      ...{ "/a": [], "/b": [], "https://b.org/": [], "https://c.org/": [] },
    },
    { settings: { ...settings, scope: "any", delay: 4 } },
  );
  await crawl.run();
  expect(output.pages.map(({ url, retrievedAt }) => [url, Date.parse(retrievedAt)])).toEqual([
    [`${origin}/`, 0],
    ["https://b.org/", 0],
    ["https://c.org/", 0],
    [`${origin}/a`, 4000],
    [`${origin}/b`, 8000],
  ]);
  expect(clock.sleeps).toEqual([4000, 4000]);
});

test("a host that a redirect led to gets its pause too", async () => {
  const { crawl, clock, visited } = crawlOf(
    { "/": documentAt("https://b.org/x", ["https://b.org/y"]), "https://b.org/y": [] },
    { settings: { ...settings, delay: 4 } },
  );
  await crawl.run();
  expect(visited).toEqual(["/", "https://b.org/y"]);
  expect(clock.sleeps).toEqual([4000]);
});

test("robots.txt's Crawl-delay is kept to where it is longer", async () => {
  const { crawl, clock } = crawlOf(
    { "/": at("/a"), "/a": [] },
    { robots: { ask: () => Promise.resolve({ kind: "allowed", crawlDelay: 7 }) } },
  );
  await crawl.run();
  expect(clock.sleeps).toEqual([7000]);
});

describe("when it is to stop,", () => {
  test("the page in flight is finished and no other is taken", async () => {
    const stopping = new AbortController();
    const { crawl, output, visited } = crawlOf(
      {
        "/": () => {
          stopping.abort();
          return documentAt(`${origin}/`, at("/a", "/b"));
        },
      },
      { stopping: stopping.signal },
    );
    await crawl.run();
    expect(visited).toEqual(["/"]);
    expect(output.pages).toHaveLength(1);
    expect(crawl.counts.queued).toBe(2);
  });

  test("a URL that was waiting for its turn stays queued and is not loaded", async () => {
    const stopping = new AbortController();
    const clock = new FakeClock();
    const { crawl, visited } = crawlOf(
      { "/": at("/a") },
      {
        settings: { ...settings, delay: 5 },
        stopping: stopping.signal,
        clock: {
          now: clock.now,
          sleep: (ms) => {
            if (ms > 0) stopping.abort();
            return Promise.resolve();
          },
        },
      },
    );
    await crawl.run();
    expect(visited).toEqual(["/"]);
    expect(crawl.counts).toMatchObject({ retrieved: 1, queued: 1 });
  });
});

describe("with several sessions", () => {
  /** A crawl of two sessions whose pages answer when they are told to. */
  function crawlInTurns(site: Site, more: Partial<CrawlParts> = {}) {
    const loading = new Map<string, (visit: Visit) => void>();
    const made = crawlOf(site, {
      capacity: () => 2,
      visit: async (url) =>
        await new Promise<Visit>((resolve) => {
          loading.set(url, resolve);
        }),
      ...more,
    });
    const isLoading = async (...urls: readonly string[]) => {
      await vi.waitFor(() => {
        expect([...loading.keys()]).toEqual(urls);
      });
    };
    const answer = (url: string, links: readonly string[] = []) => {
      const resolve = loading.get(url);
      loading.delete(url);
      resolve?.(documentAt(url, links));
    };
    return { ...made, isLoading, answer, loading };
  }

  const [a, b] = ["https://a.org", "https://b.org"];
  const open = { ...settings, scope: "any" } as const;

  test("pages load at once, no more than there are sessions", async () => {
    const { crawl, isLoading, answer, output } = crawlInTurns({}, { settings: open });
    const running = crawl.run();
    // Nobody knows yet whether the host wants pauses.
    await isLoading(`${a}/`);
    answer(`${a}/`, [`${a}/1`, `${a}/2`, `${a}/3`]);
    await isLoading(`${a}/1`, `${a}/2`);
    answer(`${a}/2`);
    await isLoading(`${a}/1`, `${a}/3`);
    answer(`${a}/1`);
    answer(`${a}/3`, [`${a}/4`]);
    await isLoading(`${a}/4`);
    answer(`${a}/4`);
    await running;
    expect(output.pages.map(({ url }) => url.slice(-1))).toEqual(["/", "2", "1", "3", "4"]);
  });

  test("a host that wants pauses is asked for one page at a time, others meanwhile", async () => {
    const { crawl, isLoading, answer, clock } = crawlInTurns(
      {},
      { settings: { ...open, delay: 1 }, seeds: [`${a}/`, `${b}/`] },
    );
    const running = crawl.run();
    await isLoading(`${a}/`, `${b}/`);
    answer(`${a}/`, [`${a}/1`, `${b}/1`]);
    await isLoading(`${b}/`, `${a}/1`);
    expect(clock.nowMs).toBe(1000);
    answer(`${a}/1`);
    answer(`${b}/`);
    await isLoading(`${b}/1`);
    answer(`${b}/1`);
    await running;
  });

  test("the page limit counts the pages that are being loaded", async () => {
    const limited = { ...open, maxPages: 2 };
    const { crawl, isLoading, answer, output } = crawlInTurns({}, { settings: limited });
    const running = crawl.run();
    await isLoading(`${a}/`);
    answer(`${a}/`, [`${a}/1`, `${a}/2`]);
    await isLoading(`${a}/1`);
    answer(`${a}/1`);
    await running;
    expect(output.pages).toHaveLength(2);
    expect(crawl.counts.queued).toBe(1);
  });

  test("a stop waits for the pages in flight, and takes no other", async () => {
    const stopping = new AbortController();
    const { crawl, isLoading, answer, output } = crawlInTurns(
      {},
      { settings: open, stopping: stopping.signal, seeds: [`${a}/`, `${b}/`, "https://c.org/"] },
    );
    const running = crawl.run();
    await isLoading(`${a}/`, `${b}/`);
    stopping.abort();
    answer(`${a}/`);
    answer(`${b}/`);
    await running;
    expect(output.pages.map(({ url }) => url)).toEqual([`${a}/`, `${b}/`]);
    expect(crawl.counts.queued).toBe(1);
  });

  test("two pages that lead to the same document give one record", async () => {
    const { crawl, isLoading, loading, output } = crawlInTurns({}, { settings: open });
    const running = crawl.run();
    await isLoading(`${a}/`);
    loading.get(`${a}/`)?.(documentAt(`${a}/`, [`${a}/old`, `${a}/new`]));
    loading.delete(`${a}/`);
    await isLoading(`${a}/old`, `${a}/new`);
    loading.get(`${a}/old`)?.(documentAt(`${a}/new`));
    await vi.waitFor(() => {
      expect(output.pages).toHaveLength(2);
    });
    loading.get(`${a}/new`)?.(documentAt(`${a}/new`));
    await running;
    expect(output.pages.map(({ url }) => url)).toEqual([`${a}/`, `${a}/old`]);
    expect(output.skips.map(({ url, reason }) => [url, reason])).toEqual([
      [`${a}/new`, "duplicate"],
    ]);
  });
});

describe("addresses that are not public", () => {
  const seeds = ["http://169.254.169.254/latest/meta-data/", `${origin}/`];
  const site = { "/": [], "http://169.254.169.254/latest/meta-data/": [] };

  test("are refused in a record, before anything is asked, and not tried again", async () => {
    const asked: string[] = [];
    const { crawl, output, visited } = crawlOf(site, {
      seeds,
      robots: {
        ask: (url) => {
          asked.push(url);
          return Promise.resolve({ kind: "allowed", crawlDelay: 0 });
        },
      },
    });
    await crawl.run();
    expect([asked, visited]).toEqual([[`${origin}/`], ["/"]]);
    expect(output.pages[0]).toMatchObject({
      ...{ url: seeds[0], attempts: 1, status: null },
      error: {
        code: "privateAddress",
        message:
          "169.254.169.254 is a link-local address, which is crawled with --allow-private alone",
      },
    });
    expect(output.pages).toHaveLength(2);
  });

  test("are crawled where that is allowed", async () => {
    const { crawl, visited } = crawlOf(site, {
      seeds,
      settings: { ...settings, allowPrivate: true },
    });
    await crawl.run();
    expect(visited).toHaveLength(2);
  });
});
