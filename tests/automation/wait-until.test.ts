import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "mayfly";
import type { RunEvent } from "../../automation/events.ts";
import { hasOwner } from "../../automation/run/owner.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { eventually, jsonLines, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite();
});
afterAll(async () => {
  await site.close();
});

const limit = { timeout: 60_000 };
const endless = ["--max-pages", "100000", "--max-depth", "1000"];
const wait = ["--wait-until", "running"];
/** A Selenium server that never gets ready. */
const neverReady = ["--selenium-command", "exec sleep 1000"];

test(
  "--wait-until running shows the start, prints the run id and returns; the run goes on",
  limit,
  async () => {
    await using workplace = new Workplace();
    const crawl = `${site.url}calendar/2026/05`;
    const { exitCode, stdout, stderr } = await workplace.run(["run", crawl, ...wait, ...endless]);
    const runId = workplace.folder().runId;
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(runId);
    expect(stderr).toMatch(/ task PROVISIONING\n[^]* task RUNNING\n/);
    expect(stderr).toContain(`mayfly attach ${runId}`);
    expect(stderr).toContain(`mayfly stop ${runId}`);
    expect(hasOwner(workplace.folder())).toBe(true);
    await eventually(
      () => (workplace.record().pages.retrieved > 2 ? true : undefined),
      "pages are retrieved in the background",
    );
    expect((await workplace.run(["stop", runId])).exitCode).toBe(0);
    expect(workplace.leftovers()).toEqual([]);
  },
);

test("with --json the events up to RUNNING come, then a line that says so", limit, async () => {
  await using workplace = new Workplace();
  const args = ["run", `${site.url}calendar/2026/05`, "--json", ...wait, ...endless];
  await using waiting = workplace.start(args);
  expect((await waiting.ended).exitCode).toBe(0);
  const [last, running, ...before] = waiting.events.toReversed();
  expect(last).toMatchObject({
    type: "run.detached",
    runId: workplace.folder().runId,
    recordPath: workplace.folder().record,
  });
  expect(violations("run-event", last)).toEqual([]);
  expect(running).toMatchObject({ type: "task.transition", to: "RUNNING" });
  expect(before.at(-1)).toMatchObject({ type: "run.started" });
  await workplace.run(["stop", "last"]);
  const written = jsonLines(workplace.folder().events) as { type: string }[];
  expect(written.slice(0, waiting.events.length - 1)).toEqual(waiting.events.slice(0, -1));
  expect(written.map(({ type }) => type)).not.toContain("run.detached");
  expect(written.at(-1)).toMatchObject({ type: "run.finished" });
});

test(
  "a run that ends before RUNNING is shown to its end, with its exit code and summary",
  limit,
  async () => {
    await using workplace = new Workplace();
    const args = ["run", site.url, ...wait, "--selenium-command", "exit 7"];
    const { exitCode, stdout } = await workplace.run(args);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^✖ Failed to start: The selenium container exited with code 7/);
    expect(workplace.leftovers()).toEqual([]);
  },
);

test("Ctrl-C while it waits stops the task and exits with 130", limit, async () => {
  await using workplace = new Workplace();
  await using waiting = workplace.start(["run", site.url, "--json", ...wait, ...neverReady]);
  await eventually(
    () => (waiting.events.some(({ type }) => type === "task.transition") ? true : undefined),
    "the task is there",
  );
  waiting.child.kill("SIGINT");
  expect((await waiting.ended).exitCode).toBe(130);
  expect(waiting.events.at(-1)).toMatchObject({ type: "run.finished", outcome: "stopped" });
  expect(workplace.record()).toMatchObject({
    outcome: { kind: "stopped", signal: "SIGINT" },
    exitCode: 130,
  });
  expect(workplace.leftovers()).toEqual([]);
});

test("a second Ctrl-C while it waits leaves at once and says how to finish", limit, async () => {
  await using workplace = new Workplace();
  const stubborn = ["--selenium-command", 'trap "" TERM; while :; do sleep 1; done'];
  await using waiting = workplace.start(["run", site.url, "--json", ...wait, ...stubborn]);
  const told = (wanted: (event: RunEvent) => boolean, what: string): Promise<true> =>
    eventually(() => (waiting.events.some(wanted) ? true : undefined), what);
  await told((event) => event.type === "container.transition", "Selenium is there");
  waiting.child.kill("SIGINT");
  await told((event) => event.type === "task.desired" && event.to === "STOPPED", "it shall stop");
  waiting.child.kill("SIGINT");
  const { exitCode, stderr } = await waiting.ended;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(/^Left by a second SIGINT; .* mayfly attach \S+; .* mayfly stop \S+$/m);
  expect(waiting.events.at(-1)).toMatchObject({ type: "run.finished", exitCode: 130 });
});

test("what cannot go to the background is refused with one sentence", limit, async () => {
  await using workplace = new Workplace();
  const stdin = await workplace.run(["run", "--url-file", "-", ...wait]);
  expect(stdin.stderr).toMatch(
    /^mayfly: Expected a file for --url-file together with --wait-until running, but got -/,
  );
  const url = await workplace.run(["run", "nowhere", ...wait]);
  expect(url.stderr).toMatch(/but got "nowhere"\.\n$/);
  expect([stdin.exitCode, url.exitCode]).toEqual([2, 2]);
  expect(() => workplace.folder()).toThrow("expected one run");
});

test(
  "a program can wait until the task is RUNNING, and hears when it never is",
  limit,
  async () => {
    await using workplace = new Workplace();
    const out = workplace.base;
    {
      const urls = [`${site.url}calendar/2026/05`];
      await using crawl = await run({ urls, maxPages: 100_000, maxDepth: 1000, out });
      expect(await crawl.untilRunning()).toBe(true);
      expect(crawl.record.states.find(({ state }) => state === "RUNNING")?.source).not.toBeNull();
      // Later as well.
      expect(await crawl.untilRunning()).toBe(true);
    }
    await using failing = await run({ urls: [site.url], seleniumCommand: "exit 7", out });
    expect(await failing.untilRunning()).toBe(false);
    await using stuck = await run({ urls: [site.url], seleniumCommand: "exec sleep 1000", out });
    await expect(stuck.untilRunning(AbortSignal.abort(new Error("enough")))).rejects.toThrow(
      "enough",
    );
  },
);
