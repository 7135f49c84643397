import { expect, test } from "vitest";
import type { Clock } from "../../../automation/clock.ts";
import type { RunEvent } from "../../../automation/events.ts";
import type { TaskSnapshot } from "../../../automation/lifecycle/task-snapshot.ts";
import { conduct } from "../../../automation/run/conduct.ts";
import { Journal } from "../../../automation/run/journal.ts";
import { newRecord } from "../../../automation/run/new-record.ts";
import { createRunFolder } from "../../../automation/run/run-folder.ts";
import { StopControl } from "../../../automation/run/stop-control.ts";
import type { TaskTarget } from "../../../automation/targets/target.ts";
import { Workplace } from "../../helpers/mayfly.ts";
import { snapshotOf, stoppedTask } from "../../helpers/snapshots.ts";

/** What the scripted target answers to one look; an Error is thrown. */
type Answer = readonly TaskSnapshot[] | "missing" | Error;

interface Script {
  /** Answers in turn; the last one is repeated. */
  readonly answers: readonly Answer[];
  /** Answers once the task was asked to stop. */
  readonly afterStop?: readonly Answer[];
  readonly lines?: readonly string[];
  readonly timeoutSeconds?: number;
  readonly startTimeoutSeconds?: number;
  /** How long before now the run began. Default: now. */
  readonly ageMs?: number;
}

/** Conducts a run over a scripted target and a clock that moves when slept on. */
async function play(workplace: Workplace, script: Script) {
  const { answers, lines = [], ageMs = 0, ...limits } = script;
  let nowMs = Date.parse("2026-11-24T12:00:00.000Z");
  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  const { afterStop = [], ...timeouts } = limits;
  const queue = [...answers];
  const stops: string[] = [];
  const target: TaskTarget = {
    name: "local",
    pace: { fastMs: 1000, slowMs: 5000 },
    runTask: () => Promise.resolve(),
    describeTask: (_taskId, cursor) => {
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (answer instanceof Error) return Promise.reject(answer);
      const missing = answer === "missing";
      return Promise.resolve({ snapshots: missing ? [] : (answer ?? []), cursor, missing });
    },
    stopTask: (_taskId, reason) => {
      stops.push(reason);
      queue.splice(0, queue.length, ...afterStop);
      return Promise.resolve(true);
    },
    readLog: (_taskId, container, cursor) => {
      const fresh = container === "crawler" && cursor === "";
      return Promise.resolve({ lines: fresh ? lines : [], cursor: "read", more: false });
    },
  };
  const folder = createRunFolder(workplace.base, "scripted");
  const record = newRecord(
    "scripted",
    { urls: [], ...timeouts },
    {},
    new Date(nowMs - ageMs).toISOString(),
    null,
  );
  const events: RunEvent[] = [];
  const containers = ["selenium", "crawler"];
  const journal = new Journal(folder, record, containers, clock, (event) => events.push(event));
  journal.start();
  await conduct({ journal, target, containers, control: new StopControl(), clock });
  journal.close();
  return { record: journal.record, events, stops };
}

const running = snapshotOf({ lastStatus: "RUNNING", version: 3 });
const stopped = stoppedTask({ crawler: 0, selenium: 143 });

test("a task that is missing at first, as on ECS just after RunTask, is waited for", async () => {
  await using workplace = new Workplace();
  const { record } = await play(workplace, {
    answers: ["missing", "missing", [running], [stopped]],
  });
  expect(record.outcome?.kind).toBe("completed");
});

test("a task that stays missing is lost", async () => {
  await using workplace = new Workplace();
  const { record, events } = await play(workplace, { answers: [[running], "missing"] });
  expect(record).toMatchObject({ outcome: { kind: "lost" }, exitCode: 6 });
  expect(events.at(-1)?.type).toBe("run.finished");
});

const summary = (exitCode: number): string =>
  JSON.stringify({
    ...{ type: "summary", outcome: "completed", message: "All done.", exitCode },
    ...{ retrieved: 3, failed: 0, skipped: 0, queued: 0, durationMs: 1000 },
    ...{ startedAt: "2026-11-24T11:00:00.000Z", finishedAt: "2026-11-24T11:00:01.000Z" },
  });

test.each([
  [0, "completed", 0],
  [9, "failed", 1],
  [15, "timedOut", 4],
])(
  "a task that was forgotten ended as its crawler's last word says: code %i is %s",
  async (exitCode, kind, ofCommand) => {
    await using workplace = new Workplace();
    const { record } = await play(workplace, {
      answers: ["missing"],
      lines: [summary(exitCode)],
      ageMs: 3_600_000,
      timeoutSeconds: 7200,
      startTimeoutSeconds: 7200,
    });
    expect(record).toMatchObject({ outcome: { kind }, exitCode: ofCommand });
    // No time is spent on waiting for what is gone.
    expect(record.calls["describe"]).toBe(1);
  },
);

test("a target that fails for a while is told once and tried again", async () => {
  await using workplace = new Workplace();
  const throttled = new Error("Rate exceeded");
  const { record } = await play(workplace, {
    answers: [[running], throttled, throttled, throttled, [stopped]],
  });
  expect(record.outcome?.kind).toBe("completed");
  expect(record.warnings).toEqual([
    "The target did not answer (describe): Rate exceeded; trying again.",
  ]);
  expect(record.calls["describe"]).toBe(5);
});

test("a target that fails for good makes the run lost, not endless", async () => {
  await using workplace = new Workplace();
  const { record } = await play(workplace, { answers: [[running], new Error("no route")] });
  expect(record.outcome?.kind).toBe("lost");
});

test("--timeout stops the task once, and the outcome says so", async () => {
  await using workplace = new Workplace();
  const { record, stops } = await play(workplace, {
    answers: [[running], []],
    afterStop: [[], [stoppedTask({ crawler: 11, selenium: 143 })]],
    timeoutSeconds: 60,
  });
  expect(stops).toEqual(["mayfly: not ended within 60 seconds"]);
  expect(record).toMatchObject({
    outcome: { kind: "timedOut" },
    stopRequest: { kind: "timeout", seconds: 60 },
    diagnosis: { id: "timeout" },
  });
});

test("--start-timeout stops a task that does not come to RUNNING", async () => {
  await using workplace = new Workplace();
  const pending = snapshotOf({ lastStatus: "PENDING", version: 2 });
  const { record, stops } = await play(workplace, {
    answers: [[pending], []],
    afterStop: [[stoppedTask({})]],
    startTimeoutSeconds: 30,
  });
  expect(stops).toEqual(["mayfly: not RUNNING within 30 seconds"]);
  expect(record).toMatchObject({
    outcome: { kind: "timedOut" },
    diagnosis: { id: "start-timeout" },
  });
});

test("a task that does not stop when asked is lost after its time, not waited for for ever", async () => {
  await using workplace = new Workplace();
  const { record } = await play(workplace, {
    answers: [[running], []],
    afterStop: [[]],
    timeoutSeconds: 60,
  });
  expect(record.exitCode).toBe(4);
  expect(record.task?.lastStatus).toBe("RUNNING");
});

test("records in the crawler's log become events; other lines, also broken JSON, stay log lines", async () => {
  await using workplace = new Workplace();
  const skip = { type: "skip", url: "http://x/", reason: "robotsTxt", depth: 1, referrer: null };
  const { events, record } = await play(workplace, {
    answers: [[running], [stopped]],
    lines: [JSON.stringify(skip), '{"type":"page","url":', '{"type":"other"}', "✅ hello"],
  });
  expect(events.filter(({ type }) => type === "skip")).toMatchObject([{ url: "http://x/" }]);
  expect(events.flatMap((event) => (event.type === "log" ? [event.message] : []))).toEqual([
    '{"type":"page","url":',
    '{"type":"other"}',
    "✅ hello",
  ]);
  expect(record.pages.skipped).toBe(1);
});
