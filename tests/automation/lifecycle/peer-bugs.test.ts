import { describe, expect, test } from "vitest";
import type { ContainerSnapshot } from "../../../automation/lifecycle/task-snapshot.ts";
import { verdict, type Facts } from "../../../automation/lifecycle/verdict.ts";
import { snapshotOf, stoppedTask } from "../../helpers/snapshots.ts";

// The wrong verdicts of other runners, found by reading their source. What concerns the launch (Copilot's and SST's
// ignored failures[]) or the watching (the tail of ecspresso's --count) is tested where Mayfly launches and watches.

function judge(facts: Partial<Facts>) {
  return verdict({
    snapshot: stoppedTask({ crawler: 0, selenium: 143 }),
    ran: true,
    subject: "crawler",
    timeLimitExitCode: 15,
    stopRequest: null,
    ...facts,
  });
}

const withoutReason = (stopCode?: string) => {
  const { stoppedReason: _, stopCode: __, ...task } = stoppedTask({});
  return { ...task, ...(stopCode === undefined ? {} : { stopCode }) };
};

describe("B1: copilot task run --follow reads a nil exit code as 0, which is success", () => {
  test.each([
    "EssentialContainerExited",
    "TaskFailedToStart",
    "UserInitiated",
    "ServiceSchedulerInitiated",
    "SpotInterruption",
    "TerminationNotice",
    "InfrastructureHealth",
    "AWordThatEcsMayAddOneDay",
    undefined,
  ])("here it is never completed, whatever the stop code (%s)", (stopCode) => {
    for (const ran of [true, false]) {
      expect(judge({ snapshot: withoutReason(stopCode), ran }).kind).not.toBe("completed");
    }
  });
});

test("B3: ecspresso run takes SpotInterruption with a nil exit code and a nil reason for success; here it is interrupted, also before RUNNING", () => {
  const snapshot = withoutReason("SpotInterruption");
  expect(judge({ snapshot }).kind).toBe("interrupted");
  expect(judge({ snapshot, ran: false }).kind).toBe("interrupted");
});

describe("B4: amazon-ecs-deploy-task-definition fails a run for any exit code that is not 0, with “Run task failed: [null]”", () => {
  test("here Selenium's 143, or no exit code of Selenium, is no failure after the crawler ended with 0", () => {
    expect(judge({ snapshot: stoppedTask({ crawler: 0, selenium: 143 }) }).kind).toBe("completed");
    expect(judge({ snapshot: stoppedTask({ crawler: 0 }) }).kind).toBe("completed");
  });
  test("here a missing reason is said in words", () => {
    for (const stopCode of ["TaskFailedToStart", "UserInitiated", "SpotInterruption", undefined]) {
      expect(judge({ snapshot: withoutReason(stopCode) }).reason).not.toMatch(/null|undefined/);
    }
  });
});

test("B5: h3poteto's ecs-task run --timeout ends with exit code 0 and the task running; here it is timed out, whatever was seen", () => {
  const stopRequest = { kind: "timeout", seconds: 60 } as const;
  const running = snapshotOf({ lastStatus: "RUNNING", desiredStatus: "STOPPED" });
  for (const snapshot of [null, running, withoutReason()]) {
    expect(judge({ snapshot, stopRequest }).kind).toBe("timedOut");
  }
});

describe("B6: geekcell's github-action-aws-ecs-run-task decides by containers[0]", () => {
  const selenium = (exitCode?: number): ContainerSnapshot => ({
    name: "selenium",
    lastStatus: "STOPPED",
    ...(exitCode === undefined ? {} : { exitCode }),
  });
  const crawler = (exitCode?: number): ContainerSnapshot => ({
    ...selenium(exitCode),
    name: "crawler",
  });
  test.each([
    ["0 of Selenium does not hide 9 of the crawler", selenium(0), crawler(9), "failed"],
    ["143 of Selenium does not spoil 0 of the crawler", selenium(143), crawler(0), "completed"],
    ["0 of Selenium does not stand for a crawler that has none", selenium(0), crawler(), "failed"],
  ])("here %s, in either order", (_, first, second, kind) => {
    for (const containers of [
      [first, second],
      [second, first],
    ]) {
      expect(judge({ snapshot: { ...stoppedTask({}), containers } }).kind).toBe(kind);
    }
  });
});

test("B7: h3poteto's ecs-task prints “Run task is success” when DescribeTasks answers with no task; here it is lost", () => {
  expect(judge({ snapshot: null }).kind).toBe("lost");
});

test("B9: buildkite's ecs-run-task panics on a container with neither exit code nor reason; here it is lost, in words", () => {
  expect(judge({ snapshot: withoutReason("EssentialContainerExited") })).toEqual({
    kind: "lost",
    reason: "The crawler container has no exit code: no reason was given",
  });
});

test.each(["SpotInterruption", "InfrastructureHealth"])(
  "B10: pottava's ecs-task-runner lets only stop codes with “Failed” fail; here %s with a nil exit code is interrupted",
  (stopCode) => {
    expect(judge({ snapshot: withoutReason(stopCode) }).kind).toBe("interrupted");
  },
);

test("B11: dask-cloudprovider reads ACTIVATING as “failed to start”; here it says nothing of how the task ended", () => {
  const snapshot = snapshotOf({ lastStatus: "ACTIVATING" });
  expect(judge({ snapshot, ran: false }).kind).toBe("lost");
});

test("Airflow and digdag took a task with no containers for a success; here it failed to start, or is lost", () => {
  const snapshot = { ...withoutReason("TaskFailedToStart"), containers: [] };
  expect(judge({ snapshot, ran: false }).kind).toBe("failedToStart");
  expect(judge({ snapshot: { ...snapshot, stopCode: "EssentialContainerExited" } }).kind).toBe(
    "lost",
  );
});
