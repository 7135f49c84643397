import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  agentFiles,
  readAgentState,
  type AgentState,
} from "../../automation/targets/agent/agent-files.ts";
import { isPortFree } from "../../automation/targets/local/port.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { eventually, jsonLines, Workplace, type MayflyProcess } from "../helpers/mayfly.ts";

// Every way in which a run can be cut short. The demo site's calendar never ends, so the crawl is always in the middle.
let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite();
});
afterAll(async () => {
  await site.close();
});

const endless = ["--max-pages", "100000", "--max-depth", "1000", "--scope", "same-origin"];

/** A run with a few pages done. */
async function midCrawl(
  workplace: Workplace,
  extra: readonly string[] = [],
): Promise<MayflyProcess> {
  const running = workplace.start([
    "run",
    `${site.url}calendar/2026/05`,
    "--json",
    ...endless,
    ...extra,
  ]);
  await running.pages(6);
  return running;
}

function agentOf(workplace: Workplace): AgentState {
  const state = readAgentState(agentFiles(workplace.folder().task));
  if (state === null) throw new Error("no agent");
  return state;
}

/** Nothing runs, and what was retrieved is kept. */
async function expectNothingLeft(workplace: Workplace): Promise<void> {
  await eventually(
    () => (workplace.leftovers().length === 0 ? true : undefined),
    "no process of the task is left",
  );
  const spec = JSON.parse(readFileSync(agentFiles(workplace.folder().task).spec, "utf8")) as {
    runtime: { port: number };
  };
  expect(await isPortFree(spec.runtime.port)).toBe(true);
  const { retrieved } = workplace.record().pages;
  expect(retrieved).toBeGreaterThan(5);
  expect(jsonLines(workplace.folder().pages)).toHaveLength(
    retrieved + workplace.record().pages.failed,
  );
}

describe("a process that is killed with SIGKILL in mid-crawl", () => {
  test(
    "chromedriver: the crawl failed, because Selenium was killed",
    { timeout: 60_000 },
    async () => {
      await using workplace = new Workplace();
      await using running = await midCrawl(workplace);
      process.kill(-(agentOf(workplace).groups[0]?.group ?? 0), "SIGKILL");
      const { exitCode } = await running.ended;
      expect(exitCode).toBe(1);
      expect(workplace.record()).toMatchObject({
        outcome: { kind: "failed" },
        diagnosis: { id: "selenium-killed" },
        task: { stopCode: "EssentialContainerExited" },
      });
      await expectNothingLeft(workplace);
    },
  );

  test("the crawler: the crawl failed, with its exit code 137", { timeout: 60_000 }, async () => {
    await using workplace = new Workplace();
    await using running = await midCrawl(workplace);
    process.kill(agentOf(workplace).groups[1]?.group ?? 0, "SIGKILL");
    const { exitCode } = await running.ended;
    expect(exitCode).toBe(1);
    expect(workplace.record()).toMatchObject({
      outcome: { kind: "failed", containerExitCode: 137 },
      diagnosis: { id: "crawler-killed" },
    });
    await expectNothingLeft(workplace);
  });

  test(
    "mayfly: its task stops, and the record is brought to its end",
    { timeout: 60_000 },
    async () => {
      await using workplace = new Workplace();
      await using running = await midCrawl(workplace);
      running.child.kill("SIGKILL");
      await running.ended;
      const record = await workplace.finishedRecord();
      expect(record).toMatchObject({
        exitCode: 5,
        outcome: { kind: "interrupted" },
        diagnosis: { id: "mayfly-died" },
        summary: { outcome: "interrupted" },
      });
      const types = jsonLines(workplace.folder().events).map(
        (event) => (event as { type: string }).type,
      );
      expect(types.at(-1)).toBe("run.finished");
      await expectNothingLeft(workplace);
    },
  );

  test("the agent: its watchdog ends the containers", { timeout: 60_000 }, async () => {
    await using workplace = new Workplace();
    await using running = await midCrawl(workplace);
    process.kill(agentOf(workplace).agent.pid, "SIGKILL");
    const { exitCode } = await running.ended;
    expect(exitCode).toBe(5);
    expect(workplace.record()).toMatchObject({
      outcome: { kind: "interrupted" },
      diagnosis: { id: "agent-died" },
    });
    await expectNothingLeft(workplace);
  });

  test(
    "the watchdog: the agent starts another, and the run goes on",
    { timeout: 60_000 },
    async () => {
      await using workplace = new Workplace();
      await using running = await midCrawl(workplace);
      const before = agentOf(workplace).watchdog?.pid ?? 0;
      process.kill(before, "SIGKILL");
      const after = await eventually(() => {
        const pid = agentOf(workplace).watchdog?.pid;
        return pid === before ? undefined : pid;
      }, "there is another watchdog");
      process.kill(agentOf(workplace).agent.pid, "SIGKILL");
      expect((await running.ended).exitCode).toBe(5);
      expect(after).toBeGreaterThan(0);
      await expectNothingLeft(workplace);
    },
  );

  test("all that is Mayfly at once: the next run cleans up", { timeout: 60_000 }, async () => {
    await using workplace = new Workplace();
    await using running = await midCrawl(workplace);
    const { agent, watchdog } = agentOf(workplace);
    const dead = workplace.folder().runId;
    for (const pid of [running.child.pid, watchdog?.pid, agent.pid])
      process.kill(pid ?? 0, "SIGKILL");
    await running.ended;
    expect(workplace.leftovers()).not.toEqual([]);
    const status = await workplace.run(["status", dead, "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({
      exitCode: 5,
      outcome: { kind: "interrupted" },
    });
    await expectNothingLeft(workplace);
  });
});

test("a dead run is also swept by the start of another", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  await using running = await midCrawl(workplace);
  const { agent, watchdog } = agentOf(workplace);
  const dead = workplace.folder().runId;
  for (const pid of [running.child.pid, watchdog?.pid, agent.pid])
    process.kill(pid ?? 0, "SIGKILL");
  await running.ended;
  const next = await workplace.run(["run", `${site.url}about`, "--max-pages", "1"]);
  expect(next.exitCode, next.stderr).toBe(0);
  expect(workplace.leftovers()).toEqual([]);
  const runs = await workplace.run(["status", dead, "--json"]);
  expect(JSON.parse(runs.stdout)).toMatchObject({ outcome: { kind: "interrupted" } });
});

describe("a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s stops the task, drains, records and exits with %i",
    { timeout: 60_000 },
    async (signal, code) => {
      await using workplace = new Workplace();
      await using running = await midCrawl(workplace);
      running.child.kill(signal);
      const { exitCode } = await running.ended;
      expect(exitCode).toBe(code);
      expect(workplace.record()).toMatchObject({
        exitCode: code,
        outcome: { kind: "stopped", signal },
        summary: { outcome: "interrupted" },
        task: { stopCode: "UserInitiated", desiredStatus: "STOPPED", lastStatus: "STOPPED" },
      });
      await expectNothingLeft(workplace);
    },
  );

  test(
    "twice leaves at once and says how to finish; the record is finished all the same",
    { timeout: 60_000 },
    async () => {
      await using workplace = new Workplace();
      await using running = await midCrawl(workplace);
      running.child.kill("SIGINT");
      running.child.kill("SIGTERM");
      const { exitCode, stderr, stdout } = await running.ended;
      const { runId } = workplace.folder();
      const last = JSON.parse(stdout.split("\n").at(-1) ?? "") as unknown;
      // Both may come before the first one is acted on, or the task may have ended in between.
      expect([130, 143]).toContain(exitCode);
      expect(last).toMatchObject({ type: "run.finished", outcome: "stopped", exitCode });
      if (stderr !== "") expect(stderr).toContain(`mayfly attach ${runId}`);
      const record = await workplace.finishedRecord();
      expect(record.outcome?.kind).toMatch(/stopped|interrupted/);
      await expectNothingLeft(workplace);
    },
  );
});

describe("a time-out", () => {
  test.each([
    ["of the run", ["--timeout", "4"], "timeout"],
    ["of the crawl itself", ["--time-limit", "2"], "crawl-time-limit"],
    ["of the start", ["--start-timeout", "0.1"], "start-timeout"],
  ])("%s stops the task and exits with 4", { timeout: 60_000 }, async (_whose, limit, id) => {
    await using workplace = new Workplace();
    const { exitCode, stderr } = await workplace.run([
      ...["run", `${site.url}calendar/2026/05`, ...endless, ...limit],
    ]);
    expect(exitCode, stderr).toBe(4);
    expect(workplace.record()).toMatchObject({
      outcome: { kind: "timedOut" },
      diagnosis: { id },
      task: { lastStatus: "STOPPED" },
    });
    expect(workplace.leftovers()).toEqual([]);
  });
});
