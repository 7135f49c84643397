import { describe, expect, test } from "vitest";
import type { AwsTask } from "../../../../automation/targets/fargate/aws-api.ts";
import { fargateTarget } from "../../../../automation/targets/fargate/target.ts";
import {
  awsTask,
  fakeClock,
  inputsOf,
  logPage,
  outputs,
  scriptedAws,
  signal,
  taskArn,
  thrownByAws,
  type Script,
} from "./fakes.ts";

const running: Partial<AwsTask> = { lastStatus: "RUNNING", startedAt: new Date(0) };
const stopped: Partial<AwsTask> = {
  lastStatus: "STOPPED",
  desiredStatus: "STOPPED",
  startedAt: new Date("2026-11-24T11:59:00Z"),
  executionStoppedAt: new Date("2026-11-24T12:00:00Z"),
  containers: [{ name: "crawler", exitCode: 0 }],
};
const noStream = thrownByAws(
  "ResourceNotFoundException",
  "The specified log stream does not exist.",
);
const noGroup = thrownByAws("ResourceNotFoundException", "The specified log group does not exist.");

/** Reads a container's log of a task like this until there is no more. */
async function reading(
  task: Partial<AwsTask>,
  answers: NonNullable<Script["getLogEvents"]>,
  { final = false, container = "crawler", cursor: from = "" } = {},
) {
  const aws = scriptedAws({
    describeTasks: [{ tasks: [awsTask(task)] }],
    publicAddressOf: [null],
    getLogEvents: answers,
  });
  const clock = fakeClock();
  const target = fargateTarget({ outputs, runId: "run-1", taskArn, aws, clock });
  await target.describeTask("run-1", "", signal);
  const lines: string[] = [];
  let cursor = from;
  for (let more = true; more;) {
    const batch = await target.readLog("run-1", container, cursor, final, signal);
    lines.push(...batch.lines);
    ({ cursor, more } = batch);
  }
  return { lines, cursor, slept: clock.slept, inputs: inputsOf(aws, "getLogEvents") };
}

describe("while the task lives", () => {
  test("pages follow each other until the token stays the same, also past an empty page", async () => {
    const { lines, inputs } = await reading(running, [
      logPage("t1", "one", "two"),
      logPage("t2"),
      logPage("t3", "three"),
      logPage("t3"),
    ]);
    expect(lines).toEqual(["one", "two", "three"]);
    expect(inputs[0]).toEqual({
      logGroupName: outputs.logGroupName,
      logStreamName: "crawl/crawler/0123456789abcdef0123456789abcdef",
      startFromHead: true,
    });
    expect(inputs.map(({ nextToken }) => nextToken)).toEqual([undefined, "t1", "t2", "t3"]);
  });

  test("each container has a stream of its own (geekcell read the first alone: B6)", async () => {
    const answers = [logPage("t1"), logPage("t1")];
    const { inputs } = await reading(running, answers, { container: "selenium" });
    expect(inputs[0]?.["logStreamName"]).toMatch(/^crawl\/selenium\//);
  });

  test("a stream that is not there yet has no lines, and loses none", async () => {
    const { lines, cursor } = await reading(running, [noStream]);
    expect([lines, cursor]).toEqual([[], ""]);
  });

  test.each([{ lastStatus: "PROVISIONING" }, { lastStatus: "PENDING" }])(
    "no call is spent on a task that is %j",
    async (task) => {
      expect((await reading(task, [])).inputs).toEqual([]);
    },
  );

  test("a service that gives new tokens for ever does not hold the run", async () => {
    const endless = Array.from({ length: 50 }, (_, page) => logPage(`t${page}`));
    expect((await reading(running, endless)).inputs).toHaveLength(5);
  });

  test("an old token is replaced by the time of the last event, and nothing comes twice", async () => {
    const events = ["one", "two", "three"].map((message) => ({ timestamp: 7, message }));
    const first = await reading(running, [
      { events: events.slice(0, 2), nextForwardToken: "old" },
      { events: [], nextForwardToken: "old" },
    ]);
    const expired = thrownByAws("InvalidParameterException", "The specified nextToken is invalid.");
    const then = [expired, { events, nextForwardToken: "new" }, logPage("new")];
    const { lines, inputs } = await reading(running, then, { cursor: first.cursor });
    expect(lines).toEqual(["three"]);
    expect(inputs[1]).toMatchObject({ startTime: 7, startFromHead: true });
  });
});

describe("after the task has stopped", () => {
  test("lines that come late are waited for, until three looks and ten seconds brought none", async () => {
    const { lines, slept } = await reading(
      stopped,
      [logPage("t1", "one"), logPage("t1"), logPage("t1"), logPage("t2", "late"), logPage("t2")],
      { final: true },
    );
    expect(lines).toEqual(["one", "late"]);
    expect(new Set(slept)).toEqual(new Set([1000]));
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(10_000);
  });

  test("where the quiet period is over, three looks are enough", async () => {
    const task = { ...stopped, executionStoppedAt: new Date("2026-11-24T11:59:40Z") };
    const { slept } = await reading(task, [logPage("t1", "x"), logPage("t1")], { final: true });
    expect(slept).toEqual([1000, 1000]);
  });

  test("a run that ended long ago is not waited for", async () => {
    const task = { ...stopped, executionStoppedAt: new Date("2026-11-24T11:00:00Z") };
    const { slept, lines } = await reading(task, [logPage("t1", "x"), logPage("t1")], {
      final: true,
    });
    expect([lines, slept]).toEqual([["x"], []]);
  });

  test("a clock that is behind that of AWS waits no longer than the quiet period", async () => {
    const task = { ...stopped, executionStoppedAt: new Date("2026-11-24T18:00:00Z") };
    const { slept } = await reading(task, [logPage("t1", "x"), logPage("t1")], { final: true });
    expect(slept).toHaveLength(10);
  });

  test("the stream of a container that ran may come late", async () => {
    const { lines } = await reading(
      stopped,
      [...Array<Error>(8).fill(noStream), logPage("t1", "only"), logPage("t1")],
      { final: true },
    );
    expect(lines).toEqual(["only"]);
  });

  test("a container without an exit code in a task that ran is drained all the same (buildkite lost its lines: B9)", async () => {
    const task = { ...stopped, containers: [{ name: "crawler" }] };
    const { lines } = await reading(task, [noStream, logPage("t1", "last words"), logPage("t1")], {
      final: true,
    });
    expect(lines).toEqual(["last words"]);
  });

  test("a container that never ran is not waited for", async () => {
    const { startedAt: _, ...never } = { ...stopped, containers: [{ name: "crawler" }] };
    const { slept, inputs } = await reading(never, [noStream], { final: true });
    expect([slept.length, inputs.length]).toEqual([0, 1]);
  });

  test("a log group that is not there is not waited for", async () => {
    expect((await reading(stopped, [noGroup], { final: true })).slept).toEqual([]);
  });

  test("throttling costs no line: it is tried again", async () => {
    const throttled = thrownByAws("ThrottlingException", "Rate exceeded");
    const { lines } = await reading(
      stopped,
      [throttled, throttled, logPage("t1", "kept"), throttled, logPage("t1")],
      { final: true },
    );
    expect(lines).toEqual(["kept"]);
  });

  test("a denied read is told at once, and a failing one after a minute", async () => {
    const denied = thrownByAws(
      "AccessDeniedException",
      "not authorized to perform: logs:GetLogEvents",
    );
    await expect(reading(stopped, [denied], { final: true })).rejects.toThrow("logs:GetLogEvents");
    const down = thrownByAws("ServiceUnavailableException", "down", 503);
    await expect(reading(stopped, [down], { final: true })).rejects.toThrow("failed to answer");
  });
});

test("several lines in one event are several lines", async () => {
  const { lines } = await reading(running, [
    logPage("t1", "one\ntwo\n", "", "three"),
    logPage("t1"),
  ]);
  expect(lines).toEqual(["one", "two", "", "three"]);
});
