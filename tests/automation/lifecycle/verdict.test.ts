import { describe, expect, test } from "vitest";
import { verdict, type Facts } from "../../../automation/lifecycle/verdict.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

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

test("a crawler that exits with 0 completed, whatever code Selenium was stopped with", () => {
  expect(judge({}).kind).toBe("completed");
  expect(judge({ snapshot: stoppedTask({ crawler: 0, selenium: 137 }) }).kind).toBe("completed");
});

test("a crawl that completed before the stop took effect is completed", () => {
  expect(judge({ stopRequest: { kind: "signal", signal: "SIGINT" } }).kind).toBe("completed");
});

test("exit code 0 is no success where the crawler itself says otherwise", () => {
  const lastWord = { exitCode: 11, message: "Stopped by a signal." };
  expect(judge({ lastWord })).toMatchObject({ kind: "failed", containerExitCode: 11 });
  const stopRequest = { kind: "signal", signal: "SIGINT" } as const;
  expect(judge({ lastWord, stopRequest }).kind).toBe("stopped");
  expect(judge({ lastWord: { exitCode: 0, message: "All done." } }).kind).toBe("completed");
});

test("exit code 0 is no success where the task was ended for Mayfly before the crawler said anything", () => {
  const stopRequest = { kind: "signal", signal: "SIGINT" } as const;
  const snapshot = { ...stoppedTask({ crawler: 0 }), stopCode: "UserInitiated" };
  expect(judge({ snapshot, stopRequest }).kind).toBe("stopped");
  const lastWord = { exitCode: 0, message: "All done." };
  expect(judge({ snapshot, stopRequest, lastWord }).kind).toBe("completed");
  expect(judge({ snapshot }).kind).toBe("completed");
});

test("exit code 0 with an OutOfMemory reason is a failure", () => {
  const snapshot = stoppedTask({ crawler: 0, selenium: 143 });
  const containers = snapshot.containers.map((container) => ({
    ...container,
    reason: "OutOfMemoryError: Container killed due to memory usage",
  }));
  expect(judge({ snapshot: { ...snapshot, containers } }).kind).toBe("failed");
});

// The bugs of other runners: https://github.com/aws/copilot-cli and others read a missing exit code as 0, or look at
// whichever container comes first.
describe("a missing exit code is never success", () => {
  test("nor when the stop code is SpotInterruption", () => {
    const snapshot = { ...stoppedTask({}), stopCode: "SpotInterruption" };
    expect(judge({ snapshot }).kind).toBe("interrupted");
  });
  test("nor when nothing is said at all", () => {
    expect(judge({ snapshot: stoppedTask({}) }).kind).toBe("lost");
  });
  test("nor when the task has no containers", () => {
    const snapshot = { ...stoppedTask({}), containers: [], stopCode: "TaskFailedToStart" };
    expect(judge({ snapshot, ran: false }).kind).toBe("failedToStart");
  });
  test("nor when the task is missing", () => {
    expect(judge({ snapshot: null }).kind).toBe("lost");
  });
  test("nor when another container failed", () => {
    expect(judge({ snapshot: stoppedTask({ selenium: 1 }) })).toMatchObject({
      kind: "failed",
      containerExitCode: null,
    });
  });
});

test("the crawler's exit code is in the outcome", () => {
  const outcome = judge({ snapshot: stoppedTask({ crawler: 9, selenium: 143 }) });
  expect(outcome).toMatchObject({ kind: "failed", containerExitCode: 9 });
});

test("the crawler's own time limit is a time-out", () => {
  expect(judge({ snapshot: stoppedTask({ crawler: 15 }) }).kind).toBe("timedOut");
});

test.each([
  [{ kind: "signal", signal: "SIGINT" } as const, "stopped"],
  [{ kind: "command", reason: "enough" } as const, "stopped"],
  [{ kind: "timeout", seconds: 5 } as const, "timedOut"],
  [{ kind: "startTimeout", seconds: 5 } as const, "timedOut"],
  [{ kind: "fault", reason: "The disk is full." } as const, "failed"],
])("a stop that Mayfly asked for (%o) is %s", (stopRequest, kind) => {
  expect(judge({ stopRequest, snapshot: stoppedTask({ crawler: 11 }) }).kind).toBe(kind);
});

test("a task stopped by somebody else is stopped, by no signal", () => {
  const snapshot = { ...stoppedTask({ crawler: 11 }), stopCode: "UserInitiated" };
  expect(judge({ snapshot })).toMatchObject({ kind: "stopped", signal: null });
});

test.each(["SpotInterruption", "TerminationNotice", "InfrastructureHealth"])(
  "stop code %s is an interruption, also when the crawler left with a code",
  (stopCode) => {
    expect(judge({ snapshot: { ...stoppedTask({ crawler: 11 }), stopCode } }).kind).toBe(
      "interrupted",
    );
  },
);

test("an exit code that was seen counts, also when the task disappeared before STOPPED", () => {
  const snapshot = { ...stoppedTask({ crawler: 9 }), lastStatus: "DEPROVISIONING" };
  expect(judge({ snapshot })).toMatchObject({ kind: "failed", containerExitCode: 9 });
});

test("a crawler that was killed for want of memory failed, also when it has no exit code", () => {
  const containers = [
    { name: "crawler", lastStatus: "STOPPED", reason: "OutOfMemoryError: container killed" },
  ];
  expect(judge({ snapshot: { ...stoppedTask({}), containers } })).toMatchObject({
    kind: "failed",
    containerExitCode: null,
    reason: "The crawler container ran out of memory (OutOfMemoryError: container killed).",
  });
});

test("a stop code that Mayfly does not know leaves the verdict to the crawler's exit code", () => {
  const stopCode = "AWordThatEcsMayAddOneDay";
  expect(judge({ snapshot: { ...stoppedTask({ crawler: 0 }), stopCode } }).kind).toBe("completed");
  expect(judge({ snapshot: { ...stoppedTask({ crawler: 9 }), stopCode } }).kind).toBe("failed");
});
