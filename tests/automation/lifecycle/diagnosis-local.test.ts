import { expect, test } from "vitest";
import { diagnosisCatalogue } from "../../../automation/lifecycle/diagnosis-catalogue.ts";
import { diagnose } from "../../../automation/lifecycle/diagnosis.ts";
import { verdict } from "../../../automation/lifecycle/verdict.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

// The words are those of automation/targets/local; tests/automation shows the same with real processes.

function diagnosed(snapshot: ReturnType<typeof stoppedTask>, ran: boolean): string | undefined {
  const outcome = verdict({
    ...{ snapshot, ran, subject: "crawler", timeLimitExitCode: 15, stopRequest: null },
  });
  const furthest = ran ? "RUNNING" : "PENDING";
  return diagnose({ target: "local", outcome, snapshot, furthest }, diagnosisCatalogue)?.id;
}

test.each([
  ["port-in-use", "Port 4444 is in use; leave out --port to use a free one."],
  [
    "no-browser",
    "There is no Chrome or Chromium and no chromedriver on this machine; install them.",
  ],
  ["no-browser", "There is no chromedriver for /usr/bin/chromium on this machine; install it."],
  [
    "browser-driver-mismatch",
    "chromedriver 120.0.1 (/a) and the browser 156.0.2 (/b) have different major versions; install a pair of one version.",
  ],
  [
    "selenium-not-healthy",
    "The selenium container did not become HEALTHY within its startTimeout of 120 seconds; crawler was not started.",
  ],
  [
    "selenium-exited-at-start",
    "The selenium container exited with code 127 before the task was RUNNING.",
  ],
  [
    "cannot-start-container",
    "CannotStartContainerError: spawn /usr/bin/chromedriver EACCES (container selenium)",
  ],
])("a task on this machine that fails to start: %s (%s)", (id, stoppedReason) => {
  const stopCode = "TaskFailedToStart";
  expect(diagnosed({ ...stoppedTask({}), stopCode, stoppedReason }, false)).toBe(id);
});

test.each([
  ["mayfly-died", "The mayfly process that started this task is gone."],
  ["agent-died", "The local agent that supervised the task was killed."],
])("a task on this machine whose supervisor dies: %s", (id, stoppedReason) => {
  const stopCode = "TerminationNotice";
  const snapshot = { ...stoppedTask({ crawler: 11, selenium: 143 }), stopCode, stoppedReason };
  expect(diagnosed(snapshot, true)).toBe(id);
});

test.each([
  ["selenium-killed", { crawler: 10, selenium: 137 }, "selenium"],
  ["selenium-exited", { crawler: 11, selenium: 1 }, "selenium"],
  ["crawler-killed", { crawler: 137, selenium: 143 }, "crawler"],
  ["nothing-retrieved", { crawler: 9, selenium: 143 }, "crawler"],
])("a task on this machine that names who ended it: %s", (id, exits, first) => {
  const stoppedReason = `Essential container in task exited: ${first}`;
  expect(diagnosed({ ...stoppedTask(exits), stoppedReason }, true)).toBe(id);
});
