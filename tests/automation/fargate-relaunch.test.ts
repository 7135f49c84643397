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
import { runOnDouble } from "../helpers/fargate-run.ts";

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
