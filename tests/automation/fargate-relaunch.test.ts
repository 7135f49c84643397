import { expect, test } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import { accessDenied } from "../helpers/ecs-double/fault-answers.ts";
import { spotInterruption } from "../helpers/ecs-double/scripts-endings.ts";
import {
  eniTimeout,
  imagePullFails,
  pullErrors,
} from "../helpers/ecs-double/scripts-failed-starts.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { runGroupOnDouble, runOnDouble } from "../helpers/fargate-run.ts";

useSomeAwsCredentials();

const eniReason = "Timeout waiting for network interface provisioning to complete.";
const noNetwork = eniTimeout({ afterMs: 60_000 });

test("a task that stopped before it ran, for a reason that passes, is replaced by another, and both are told", async () => {
  const script = [noNetwork, ordinaryTask()];
  const { record, events, calls, states } = await runOnDouble({ script });
  expect(record.outcome?.kind).toBe("completed");
  expect(calls["RunTask"]).toBe(2);
  const [former] = record.attempts;
  expect(former).toMatchObject({ reason: eniReason, taskArn: expect.any(String) as string });
  expect(former?.taskArn).not.toBe(record.task?.taskArn);
  expect(former?.states.at(-1)).toMatchObject({ state: "STOPPED", source: "observed" });
  expect(states.every((state) => !state.endsWith("null"))).toBe(true);
  const place = events.findIndex(({ type }) => type === "task.relaunched");
  expect(events[place]).toMatchObject({ attempt: 2, reason: eniReason });
  // Between the two lives, so that a reader can begin anew.
  const after = events.slice(place).find(({ type }) => type === "task.transition");
  expect(after).toMatchObject({ from: null });
});

test("a second and a third task that do not start are the last, and the run failed to start", async () => {
  const { record, calls } = await runOnDouble({ script: noNetwork });
  expect(record.outcome?.kind).toBe("failedToStart");
  expect(calls["RunTask"]).toBe(3);
  expect(record.attempts).toHaveLength(2);
});

test("a spot task that finds no place goes on demand where spot is only preferred", async () => {
  const reason = "Capacity is unavailable at this time. Please try again later.";
  const script = [eniTimeout({ afterMs: 20_000, reason }), ordinaryTask()];
  const preferred = await runOnDouble({
    script,
    options: { launch: { capacity: "spotPreferred" } },
  });
  expect(preferred.record.task?.capacityProviderName).toBe("FARGATE");
  expect(preferred.record.warnings.at(-1)).toMatch(/going on with FARGATE/);
  const spot = await runOnDouble({ script, options: { launch: { capacity: "spot" } } });
  expect(spot.record.task?.capacityProviderName).toBe("FARGATE_SPOT");
  expect(spot.record.outcome?.kind).toBe("completed");
});

test.each([
  ["the crawler has run", spotInterruption(), "interrupted"],
  ["the reason lasts", imagePullFails(pullErrors.accessDenied), "failedToStart"],
])("no other task is started where %s", async (_why, script, outcome) => {
  const { record, calls } = await runOnDouble({ script });
  expect(record.outcome?.kind).toBe(outcome);
  expect(calls["RunTask"]).toBe(1);
});

const kept = { MAYFLY_RESULTS: "s3://bucket/runs/scripted/" };
const preferred = { launch: { capacity: "spotPreferred" } } as const;
const pageLine = (path: string): string =>
  JSON.stringify({ type: "page", url: `http://a.test/${path}`, depth: 0, attempts: 1, queued: 1 });
const summaryLine = (outcome: string, exitCode: number): string =>
  JSON.stringify({ type: "summary", outcome, message: "", exitCode, queued: 0 });

test("a spot task that is interrupted is followed by another in the same run, where spot is preferred", async () => {
  const interrupted = spotInterruption({
    crawlerLines: [pageLine("1"), pageLine("2"), summaryLine("interrupted", 11)],
  });
  const rest = ordinaryTask({ crawlerLines: [pageLine("3"), summaryLine("completed", 0)] });
  const { record, events, calls } = await runOnDouble({
    script: [interrupted, interrupted, rest],
    settings: kept,
    options: preferred,
  });
  expect(record.outcome?.kind).toBe("completed");
  expect(calls["RunTask"]).toBe(3);
  expect(record.attempts.map(({ reason }) => reason)).toEqual([
    ...["Your Spot Task was interrupted.", "Your Spot Task was interrupted."],
  ]);
  expect(record.summary).toMatchObject({ outcome: "completed" });
  // Spot once more, and then what nobody takes back.
  expect(record.task?.capacityProviderName).toBe("FARGATE");
  const told = events.flatMap((event) => (event.type === "page" ? event.url : []));
  expect(told.slice(0, 2)).toEqual(["http://a.test/1", "http://a.test/2"]);
  expect(told.at(-1)).toBe("http://a.test/3");
  expect(events.filter(({ type }) => type === "run.finished")).toHaveLength(1);
});

test("each of several alike goes on where its own task was", async () => {
  const interrupted = spotInterruption({ crawlerLines: [pageLine("1")] });
  const place = "s3://bucket/runs/scripted/{taskId}";
  const { runs, awsCalls } = await runGroupOnDouble(2, {
    script: [interrupted, ordinaryTask(), ordinaryTask()],
    settings: { MAYFLY_RESULTS: place },
    options: preferred,
  });
  const followed = runs.find(({ record }) => record.attempts.length > 0)?.record;
  expect(runs.map(({ record }) => record.outcome?.kind)).toEqual(["completed", "completed"]);
  const taskId = followed?.attempts[0]?.taskArn?.split("/").at(-1) ?? "";
  expect(followed?.settings["MAYFLY_RESULTS"]).toBe(place.replace("{taskId}", taskId));
  const last = awsCalls.findLast(({ operation }) => operation === "RunTask");
  expect(JSON.stringify(last)).toContain(`runs/scripted/${taskId}`);
});

test("the task that follows an interrupted one has its own time to start", async () => {
  const late = spotInterruption({ afterMs: 200_000 });
  const { record } = await runOnDouble({
    script: [late, ordinaryTask()],
    settings: kept,
    options: { ...preferred, startTimeoutSeconds: 150 },
  });
  expect(record.outcome?.kind).toBe("completed");
});

test.each([
  ["spot was asked for alone", kept, { launch: { capacity: "spot" } } as const],
  ["the crawl has kept nothing", {}, preferred],
])("an interrupted task is the last where %s", async (_why, settings, options) => {
  const { record, calls } = await runOnDouble({ script: spotInterruption(), settings, options });
  expect(record.outcome?.kind).toBe("interrupted");
  expect(calls["RunTask"]).toBe(1);
});

test("no other task is started for a run that is being stopped", async () => {
  const { record, calls } = await runOnDouble({
    script: noNetwork,
    meanwhile: async ({ clock }, control) => {
      await clock.sleep(30_000);
      control.ask({ kind: "command", reason: "enough" });
    },
  });
  expect(record.outcome?.kind).toBe("stopped");
  expect(calls["RunTask"]).toBe(1);
});

test("where the other task is refused, the first one's end is the run's", async () => {
  const { record } = await runOnDouble({
    script: noNetwork,
    prepare: ({ faults, calls }) => {
      faults.on("RunTask", accessDenied, {
        when: () => calls.filter(({ operation }) => operation === "RunTask").length > 1,
      });
    },
  });
  expect(record.outcome).toMatchObject({ kind: "failedToStart", reason: eniReason });
  expect(record.warnings.at(-1)).toMatch(/No other task could be started.*RunTask/);
});
