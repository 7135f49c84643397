import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crawl as wholeLife, doctor, MayflyError, results, run, type RunEvent } from "mayfly";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite();
});
afterAll(async () => {
  await site.close();
});

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

test("every reader hears all events, also one that comes late", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  await using crawl = await run({ urls: [`${site.url}guide/`], maxPages: 5, out: workplace.base });
  const early = await collect(crawl);
  const result = await crawl.finished;
  const late = await collect(crawl);
  expect(early).toEqual(late);
  expect(early).toEqual(jsonLines(workplace.folder().events));
  expect(result).toMatchObject({ exitCode: 0, outcome: { kind: "completed" } });
  expect(result?.record).toEqual(workplace.record());
});

test("an AbortSignal stops the run, which still has a result", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  const abort = new AbortController();
  await using crawl = await run({
    urls: [`${site.url}calendar/2026/05`],
    maxPages: 100_000,
    maxDepth: 1000,
    out: workplace.base,
    signal: abort.signal,
  });
  for await (const event of crawl) if (event.type === "page") abort.abort();
  const result = await crawl.finished;
  expect(result?.outcome).toMatchObject({ kind: "stopped", signal: null });
  expect(result?.record.pages.retrieved).toBeGreaterThan(0);
  expect(workplace.leftovers()).toEqual([]);
});

test("leaving an await using block stops the run", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  {
    await using crawl = await run({
      urls: [`${site.url}calendar/2026/05`],
      maxPages: 100_000,
      maxDepth: 1000,
      out: workplace.base,
    });
    for await (const event of crawl) if (event.type === "page") break;
  }
  expect(workplace.record()).toMatchObject({ status: "finished", outcome: { kind: "stopped" } });
  expect(workplace.leftovers()).toEqual([]);
});

test("bad options are refused before anything is made", async () => {
  await using workplace = new Workplace();
  const out = workplace.base;
  const refused = async (options: Parameters<typeof run>[0]): Promise<string> =>
    await run(options).then(
      () => "accepted",
      (error: unknown) => (error instanceof MayflyError ? error.message : "another error"),
    );
  expect(await refused({ out })).toMatch(/^Expected at least one URL/);
  expect(await refused({ out, urls: ["ftp://x/"] })).toBe(
    'Expected an absolute http or https URL for URL, but got "ftp://x/".',
  );
  expect(await refused({ out, urls: [site.url], include: ["/a b"] })).toBe(
    'Expected a value without white space for include, but got "/a b".',
  );
  expect(await refused({ out, urls: [site.url], port: 99_999 })).toMatch(
    /for port, but got 99999\.$/,
  );
  expect(await refused({ out, urls: [site.url], maxPages: 0.5 })).toMatch(
    /for maxPages, but got "0\.5"/,
  );
  expect(await refused({ out, urls: [site.url], timeoutSeconds: -1 })).toMatch(
    /^Expected a number of seconds above 0 for timeoutSeconds, but got -1/,
  );
  expect(() => workplace.folder()).toThrow("expected one run");
});

test("a whole life on this machine, and what it kept", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  const urls = [`${site.url}guide/`];
  const kept = join(workplace.path, "kept");
  const options = { urls, maxPages: 2, allowPrivate: true, results: kept, out: workplace.base };
  const { runId, exitCode, environment } = await wholeLife(options);
  expect([exitCode, environment]).toEqual([0, null]);
  const to = join(workplace.path, "fetched");
  const fetched = await results(runId, { out: workplace.base, to });
  expect(fetched).toMatchObject([{ runId, place: kept, folder: to }]);
  expect(fetched[0]?.files).toBeGreaterThan(0);
  await expect(results("no-such-run", { out: workplace.base })).rejects.toMatchObject({
    code: "runNotFound",
  });
});

test("doctor gives what it found, tells each as it comes, and ends with its signal", async () => {
  const heard: string[] = [];
  const { status, checks, notChecked } = await doctor({ onCheck: ({ id }) => heard.push(id) });
  expect(heard).toEqual(checks.map(({ id }) => id));
  expect(notChecked).toContain("stack");
  expect(checks.some((check) => check.status === status)).toBe(true);
  const ended = doctor({ signal: AbortSignal.abort() });
  await expect(ended).rejects.toMatchObject({ code: "interrupted" });
});
