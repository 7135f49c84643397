import { appendFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeJsonAtomic } from "../../automation/atomic-file.ts";
import type { RunEvent } from "../../automation/events.ts";
import { identityOf } from "../../automation/processes.ts";
import { newRecord } from "../../automation/run/new-record.ts";
import { runFolder } from "../../automation/run/run-folder.ts";
import { eventually, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

const began = "2026-11-24T12:00:00.000Z";
const at = (second: number): string => new Date(Date.parse(began) + second * 1000).toISOString();
const base = { runId: "written", taskId: "written" };
const log = (second: number, container: string, message: string): RunEvent => ({
  ...{ ...base, type: "log", at: at(second), container, message },
});

const life: readonly RunEvent[] = [
  {
    ...{ type: "run.started", at: at(0), runId: "written", target: "fargate", urls: [] },
    recordPath: "record.json",
  },
  log(1, "selenium", "Started Selenium"),
  log(2, "crawler", "[INFO] begins"),
  { ...base, type: "task.transition", at: at(3), from: null, to: "RUNNING", source: "observed" },
  log(4, "crawler", "[WARNING] slow"),
  log(5, "selenium", "session closed"),
];

/** A run whose events are written by the test, conducted by the test's own process. */
function written(workplace: Workplace, events = life): (...more: RunEvent[]) => void {
  const folder = runFolder(workplace.base, "written");
  mkdirSync(folder.path, { recursive: true });
  const record = newRecord("written", { urls: [] }, {}, began, null);
  writeFileSync(folder.owner, JSON.stringify(identityOf(process.pid)));
  // As a conductor does: an event counts once the record tells of it.
  const append = (...more: RunEvent[]): void => {
    for (const event of more) appendFileSync(folder.events, `${JSON.stringify(event)}\n`);
    const bytes = { ...record.position.bytes, events: statSync(folder.events).size };
    writeJsonAtomic(folder.record, { ...record, position: { ...record.position, bytes } });
  };
  append(...events);
  return append;
}

/** Lines that `mayfly logs` prints. */
async function logs(workplace: Workplace, ...options: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await workplace.run(["logs", "written", ...options]);
  expect(exitCode, stderr).toBe(0);
  return stdout === "" ? [] : stdout.split("\n");
}

test("all containers' lines come in one order, each with its container's name", async () => {
  await using workplace = new Workplace();
  written(workplace);
  expect(await logs(workplace)).toEqual([
    "selenium │ Started Selenium",
    "crawler  │ [INFO] begins",
    "crawler  │ [WARNING] slow",
    "selenium │ session closed",
  ]);
});

test("one container's lines come as they are, with their times where they are wanted", async () => {
  await using workplace = new Workplace();
  written(workplace);
  expect(await logs(workplace, "--container", "crawler")).toEqual([
    ...["[INFO] begins", "[WARNING] slow"],
  ]);
  const timed = await logs(workplace, "--container", "crawler", "--timestamps");
  expect(timed[0]).toBe(`${at(2)} [INFO] begins`);
  const both = await logs(workplace, ...["selenium", "crawler"].flatMap((n) => ["--container", n]));
  expect(both).toHaveLength(4);
});

test("--since, --filter and --json go together", async () => {
  await using workplace = new Workplace();
  written(workplace);
  expect(await logs(workplace, "--since", at(4))).toHaveLength(2);
  expect(await logs(workplace, "--since", at(4), "--filter", "/^session|slow$/")).toHaveLength(2);
  expect(await logs(workplace, "--since", at(5), "--filter", "slow")).toEqual([]);
  const [line = "", ...others] = await logs(workplace, "--filter", "[WARNING]", "--json");
  expect(others).toEqual([]);
  expect(JSON.parse(line)).toEqual(life[4]);
  expect(violations("run-event", JSON.parse(line))).toEqual([]);
});

test("--follow goes on with a run that goes on, also after --since, until it has ended", async () => {
  await using workplace = new Workplace();
  const append = written(workplace);
  await using following = workplace.start([
    ...["logs", "written", "--follow", "--json", "--since", at(4), "--filter", "s"],
  ]);
  await eventually(() => (following.events.length >= 2 ? true : undefined), "two lines came");
  append(log(3.5, "crawler", "is too old"), log(6, "crawler", "no match"), log(7, "crawler", "is"));
  await eventually(() => (following.events.length >= 3 ? true : undefined), "the next line came");
  append({
    ...{ type: "run.finished", at: at(8), runId: "written", outcome: "completed", reason: "" },
    ...{ exitCode: 0, recordPath: join(workplace.base, "record.json") },
  });
  expect((await following.ended).exitCode).toBe(0);
  expect(following.events).toEqual([life[4], life[5], log(7, "crawler", "is")]);
});

test.each([
  [["--container", "proxy"], /^mayfly: Expected selenium or crawler for --container, but got "p/],
  [["--since", "soon"], /^mayfly: Expected a duration .* for --since, but got "soon"\.$/],
  [["--filter", "/(/"], /^mayfly: Expected a text or a regular expression .* for --filter, but/],
])("%j is refused with one sentence", async (options, sentence) => {
  await using workplace = new Workplace();
  written(workplace);
  const { exitCode, stderr, stdout } = await workplace.run(["logs", "written", ...options]);
  expect(stderr.trimEnd()).toMatch(sentence);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect([exitCode, stdout]).toEqual([2, ""]);
});
