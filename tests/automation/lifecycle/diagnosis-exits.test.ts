import { expect, test } from "vitest";
import { diagnosisCatalogue } from "../../../automation/lifecycle/diagnosis-catalogue.ts";
import { diagnose } from "../../../automation/lifecycle/diagnosis.ts";
import type {
  ContainerSnapshot,
  TaskSnapshot,
} from "../../../automation/lifecycle/task-snapshot.ts";
import { verdict, type StopRequest } from "../../../automation/lifecycle/verdict.ts";
import { crawlerExitCodes } from "../../../crawler/src/contract.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

type Exits = Parameters<typeof stoppedTask>[0];

/** The id of the diagnosis of a task that ran, by way of its verdict. */
function diagnosed(
  exits: Exits,
  changes: Partial<TaskSnapshot> = {},
  more: { readonly stopRequest?: StopRequest; readonly lastLines?: readonly string[] } = {},
): string | undefined {
  const snapshot = { ...stoppedTask(exits), ...changes };
  const outcome = verdict({
    snapshot,
    ran: true,
    subject: "crawler",
    timeLimitExitCode: crawlerExitCodes.timeLimit,
    stopRequest: more.stopRequest ?? null,
  });
  const { lastLines = [] } = more;
  return diagnose(
    { target: "fargate", outcome, snapshot, furthest: "RUNNING", lastLines },
    diagnosisCatalogue,
  )?.id;
}

function containers(exits: Exits, changes: Partial<ContainerSnapshot>): Partial<TaskSnapshot> {
  const all = stoppedTask(exits).containers;
  return {
    containers: all.map((container) =>
      container.name === "crawler" ? { ...container, ...changes } : container,
    ),
  };
}

test("every exit code of the crawler's contract but 0 has a diagnosis of its own", () => {
  const codes = Object.values(crawlerExitCodes).filter((code) => code !== 0);
  const ids = codes.map((crawler) => diagnosed({ crawler, selenium: 143 }, { stopCode: "Other" }));
  expect(ids).not.toContain("unknown");
  // Interrupted and forced are one cause.
  expect(new Set(ids).size).toBe(codes.length - 1);
});

const oom = { reason: "OutOfMemoryError: Container killed due to memory usage" };

test("OutOfMemoryError is told with exit code 137, with 0 and with none", () => {
  expect(diagnosed({ crawler: 137 }, containers({ crawler: 137 }, oom))).toBe("out-of-memory");
  expect(diagnosed({ crawler: 0 }, containers({ crawler: 0 }, oom))).toBe("out-of-memory-exit-0");
  expect(diagnosed({}, containers({}, oom))).toBe("out-of-memory");
});

test("137 after a stop is the stop time-out, 137 with a reason is memory, 137 alone may be either kill", () => {
  const stopRequest = { kind: "signal", signal: "SIGINT" } as const;
  expect(diagnosed({ crawler: 137, selenium: 143 }, {}, { stopRequest })).toBe(
    "crawler-killed-at-stop",
  );
  expect(diagnosed({ crawler: 137 }, containers({ crawler: 137 }, oom))).toBe("out-of-memory");
  expect(diagnosed({ crawler: 137, selenium: 143 })).toBe("crawler-killed");
});

test("ECS names no container, so the exit codes tell that Selenium ended first", () => {
  expect(diagnosed({ crawler: 11, selenium: 137 })).toBe("selenium-killed-first");
  expect(diagnosed({ crawler: 10, selenium: 137 })).toBe("selenium-killed-first");
  expect(diagnosed({ crawler: 11, selenium: 1 })).toBe("selenium-ended-first");
  expect(diagnosed({ selenium: 0 })).toBe("selenium-ended-first");
  expect(diagnosed({ crawler: 10, selenium: 143 })).toBe("browser-lost");
});

test.each([
  "unknown error: session deleted because of page crash",
  "unknown error: DevToolsActivePort file doesn't exist",
  "ERROR:shared_memory_switch.cc Creating shared memory in /dev/shm/.org.chromium failed",
  "WebDriverError: tab crashed",
])("a browser that dies with “%s” is told apart from one that is only lost", (line) => {
  const lastLines = ["all is well", line];
  expect(diagnosed({ crawler: 10, selenium: 143 }, {}, { lastLines })).toBe(
    "browser-crash-shared-memory",
  );
  // A word in the log is no cause by itself.
  expect(diagnosed({ crawler: 4, selenium: 143 }, {}, { lastLines })).toBe("crawler-configuration");
});

test("a program for another architecture shows in the log alone, where a shell starts it", () => {
  const lastLines = ["exec /usr/local/bin/node: exec format error"];
  expect(diagnosed({ crawler: 1, selenium: 143 }, {}, { lastLines })).toBe("exec-format-error");
});

test.each([
  ["spot-interruption", "SpotInterruption", "Your Spot Task was interrupted."],
  ["spot-notice", "TerminationNotice", "Your Spot Task was interrupted."],
  ["termination-notice", "TerminationNotice", "The host is retired."],
  ["infrastructure-health", "InfrastructureHealth", "The host is not healthy."],
  ["stopped-by-user", "UserInitiated", "Task stopped by user"],
])("%s is the stop code %s with “%s”", (id, stopCode, stoppedReason) => {
  expect(diagnosed({ crawler: 11, selenium: 143 }, { stopCode, stoppedReason })).toBe(id);
});

test("a stop that Mayfly asked for needs no diagnosis", () => {
  const stopped = { stopCode: "UserInitiated", stoppedReason: "mayfly received SIGINT" };
  const stopRequest = { kind: "signal", signal: "SIGINT" } as const;
  expect(diagnosed({ crawler: 11, selenium: 143 }, stopped, { stopRequest })).toBeUndefined();
});

test("Selenium that stays UNHEALTHY is the cause, also where only the start time-out ended the task", () => {
  const snapshot = {
    ...stoppedTask({}),
    containers: [
      { name: "selenium", lastStatus: "RUNNING", healthStatus: "UNHEALTHY" },
      { name: "crawler", lastStatus: "PENDING" },
    ],
  };
  const reason = "The task was not RUNNING within 600 seconds (--start-timeout).";
  const facts = {
    target: "fargate",
    outcome: { kind: "timedOut", reason },
    snapshot,
    furthest: "PENDING",
  } as const;
  expect(diagnose(facts, diagnosisCatalogue)?.id).toBe("selenium-unhealthy");
});

test.each([
  [null, "no-start-provisioning"],
  ["PROVISIONING", "no-start-provisioning"],
  ["PENDING", "no-start-pending"],
  ["ACTIVATING", "no-start-pending"],
] as const)(
  "where ECS gives no reason, the furthest state (%s) still tells: %s",
  (furthest, id) => {
    const { stoppedReason: _, ...snapshot } = { ...stoppedTask({}), stopCode: "TaskFailedToStart" };
    const outcome = { kind: "failedToStart", reason: "no reason was given" } as const;
    expect(
      diagnose({ target: "fargate", outcome, snapshot, furthest }, diagnosisCatalogue)?.id,
    ).toBe(id);
  },
);

test("a reason that Mayfly does not know is carried, each word once, with the stop code", () => {
  const reason = "The moon was in the way";
  const snapshot = { ...stoppedTask({}), stopCode: "MoonPhase", stoppedReason: reason };
  const outcome = { kind: "failedToStart", reason } as const;
  expect(
    diagnose({ target: "fargate", outcome, snapshot, furthest: null }, diagnosisCatalogue),
  ).toMatchObject({
    id: "unknown",
    cause: `Mayfly knows no cause with these words: "${reason}" (stop code MoonPhase).`,
  });
});

test("the first rule that fits wins, and one that asks for more stands before one that asks for less", () => {
  const rule = (id: string, reason: RegExp) => ({ id, reason, cause: "C.", fix: "F." });
  const facts = {
    target: "fargate",
    outcome: { kind: "failed", reason: "a b", containerExitCode: 1 },
    snapshot: null,
    furthest: null,
  } as const;
  expect(diagnose(facts, [rule("both", /a b/), rule("one", /a/)])?.id).toBe("both");
  expect(diagnose(facts, [rule("one", /a/), rule("both", /a b/)])?.id).toBe("one");
});
