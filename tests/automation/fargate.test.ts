import { describe, expect, test } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import {
  accessDenied,
  expiredToken,
  noCapacity,
  asksForSpot,
  connectionReset,
  runTaskFails,
  serverError,
  throttled,
  throttledInDisguise,
} from "../helpers/ecs-double/fault-answers.ts";
import {
  healthFlaps,
  outOfMemory,
  spotInterruption,
} from "../helpers/ecs-double/scripts-endings.ts";
import {
  eniTimeout,
  imagePullFails,
  pullErrors,
  secretDenied,
  seleniumUnhealthy,
  wrongArchitecture,
} from "../helpers/ecs-double/scripts-failed-starts.ts";
import {
  emptyContainers,
  endsAtOnce,
  skipsStates,
} from "../helpers/ecs-double/scripts-oddities.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { violations } from "../helpers/schemas.ts";
import { runOnDouble } from "../helpers/fargate-run.ts";

useSomeAwsCredentials();

const page = (url: string) =>
  JSON.stringify({
    ...{ type: "page", url, finalUrl: url, status: 200, contentType: "text/html", title: "A" },
    ...{ depth: 0, referrer: null, links: [], textLength: 1, loadMs: 5, attempts: 1, queued: 0 },
    retrievedAt: "2026-03-01T12:00:00.000Z",
  });

describe("the whole life of a task", () => {
  test("has all eight states, each accounted for, with logs, pages, addresses and a cost", async () => {
    const crawlerLines = ["hello", page("http://a.test/"), page("http://a.test/b")];
    const script = ordinaryTask({ crawlMs: 300_000, crawlerLines });
    const { record, events, states, calls } = await runOnDouble({ script });
    expect(record.outcome).toMatchObject({ kind: "completed" });
    expect(states).toHaveLength(8);
    expect(states.every((state) => /(observed|inferred|skipped)$/.test(state))).toBe(true);
    expect(states.filter((state) => state.endsWith("observed")).length).toBeGreaterThanOrEqual(6);
    expect(record.pages).toMatchObject({ retrieved: 2, failed: 0 });
    expect(events.filter(({ type }) => type === "page")).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ type: "run.finished", outcome: "completed" });
    expect(record.task).toMatchObject({ publicAddress: expect.any(String) as string });
    expect(record.cost?.usd).toBeGreaterThan(0);
    // Six minutes of a task, for less than a call a second.
    expect(calls["DescribeTasks"]).toBeLessThan(110);
    expect(record.calls["ecs:DescribeTasks"]).toBe(calls["DescribeTasks"]);
  });

  test("is told with the disk that it really had, by which its cost is reckoned", async () => {
    const script = ordinaryTask({ crawlMs: 300_000 });
    const small = await runOnDouble({ script });
    const big = await runOnDouble({
      script,
      options: { launch: { ephemeralStorageGiB: 200 } },
    });
    expect(small.record.task?.ephemeralStorageGiB).toBe(20);
    expect(big.record.task?.ephemeralStorageGiB).toBe(200);
    // The table has no price of storage for the double's region, and says so.
    expect(small.record.cost?.note).not.toContain("Storage");
    expect(big.record.cost?.note).toContain("Storage beyond 20 GiB is not in it.");
    expect(violations("run-record", big.record)).toEqual([]);
  });

  test("is told when states pass between two looks", async () => {
    const { states, record } = await runOnDouble({
      script: skipsStates(),
      outputs: { eventQueueUrl: null, eventQueueArn: null },
    });
    expect(record.outcome).toMatchObject({ kind: "completed" });
    expect(states.every((state) => !state.endsWith("null"))).toBe(true);
    expect(states.some((state) => /(inferred|skipped)$/.test(state))).toBe(true);
  });

  test("loses no line of a task that ends at once, nor of one whose streams come late", async () => {
    const crawlerLines = ["first", page("http://a.test/"), "last"];
    for (const lateStreamMs of [0, 6000]) {
      const { record, events } = await runOnDouble({
        script: endsAtOnce({ crawlerLines }),
        prepare: ({ faults }) => {
          faults.lateStreamMs = lateStreamMs;
        },
      });
      expect(record.pages.retrieved).toBe(1);
      const lines = events.flatMap((event) => (event.type === "log" ? [event.message] : []));
      expect(lines).toEqual(expect.arrayContaining(["first", "last"]));
    }
  });
});

describe("what goes wrong is told for what it is", () => {
  test.each([
    [
      "an image that cannot be pulled",
      imagePullFails(pullErrors.rateLimit),
      "failedToStart",
      /429|limit/i,
    ],
    ["a wrong architecture", wrongArchitecture(), "failedToStart", /architecture|platform/i],
    ["no network interface", eniTimeout(), "failedToStart", /network interface/i],
    ["a secret that cannot be read", secretDenied(), "failedToStart", /secret/i],
    ["Selenium that never gets healthy", seleniumUnhealthy(), "failedToStart", /Selenium|selenium/],
    ["a spot interruption", spotInterruption(), "interrupted", /spot/i],
    ["out of memory", outOfMemory(), "failed", /memory/i],
    ["out of memory with exit code 0", outOfMemory({ exitCode: 0 }), "failed", /memory/i],
  ] as const)("%s", async (_what, script, kind, cause) => {
    const { record } = await runOnDouble({ script });
    expect(record.outcome?.kind).toBe(kind);
    expect(`${record.diagnosis?.cause ?? ""} ${record.diagnosis?.fix ?? ""}`).toMatch(cause);
  });

  test("health that flaps is no failure", async () => {
    const { record, events } = await runOnDouble({ script: healthFlaps() });
    expect(record.outcome?.kind).toBe("completed");
    const health = events.flatMap((event) =>
      event.type === "container.transition" ? [event.healthStatus] : [],
    );
    expect(health).toContain("UNHEALTHY");
  });
});

describe("services that fail for a while do not end a run", () => {
  test.each([
    ["throttling", throttled],
    ["throttling in disguise", throttledInDisguise],
    ["server errors", serverError],
    ["connections that are reset", connectionReset],
  ])("%s", async (_what, fault) => {
    const { record } = await runOnDouble({
      script: ordinaryTask({ crawlMs: 30_000 }),
      prepare: ({ faults }) => {
        for (const operation of ["RunTask", "DescribeTasks", "GetLogEvents", "ReceiveMessage"]) {
          faults.on(operation, fault, { times: 3 });
        }
      },
    });
    expect(record.outcome?.kind).toBe("completed");
  });

  test("a task that ECS does not know yet is waited for, and a clock that differs does no harm", async () => {
    const { record, states } = await runOnDouble({
      prepare: ({ faults }) => {
        faults.missingMs = 5000;
        faults.skewMs = -90_000;
      },
    });
    expect(record.outcome?.kind).toBe("completed");
    expect(states.every((state) => !state.endsWith("null"))).toBe(true);
  });

  test("spot that has no capacity falls back to on demand, and says so", async () => {
    const { record } = await runOnDouble({
      options: { launch: { capacity: "spotPreferred" } },
      prepare: ({ faults }) => {
        faults.on("RunTask", noCapacity, { when: asksForSpot });
      },
    });
    expect(record.outcome?.kind).toBe("completed");
    expect(record.task?.capacityProviderName).toBe("FARGATE");
    expect(record.warnings.join("\n")).toContain("going on with FARGATE");
  });
});

describe("a run that cannot be started says why", () => {
  test.each([
    ["access denied", accessDenied, /ecs:RunTask/],
    ["expired credentials", expiredToken, /credentials|expired/i],
  ] as const)("%s", async (_what, fault, sentence) => {
    const run = runOnDouble({
      prepare: ({ faults }) => {
        faults.on("RunTask", fault);
      },
    });
    await expect(run).rejects.toThrow(sentence);
  });
});

/** Each of them was found in another tool; running-tasks names the place. */
describe("the wrong verdicts of other tools are not repeated", () => {
  test("Copilot: an absent exit code is no success (B1); nor in pottava's (B10) or ecspresso (B3)", async () => {
    const { record } = await runOnDouble({ script: spotInterruption() });
    expect(record.outcome?.kind).toBe("interrupted");
    const failed = await runOnDouble({ script: imagePullFails(pullErrors.rateLimit) });
    expect(failed.record.exitCode).toBe(3);
  });

  test("Copilot and SST: failures of RunTask are read, with their reason (B2, B8)", async () => {
    const run = runOnDouble({
      prepare: ({ faults }) => {
        faults.on(
          "RunTask",
          runTaskFails([{ reason: "ACCESS_DENIED", detail: "no passing of roles" }]),
        );
      },
    });
    await expect(run).rejects.toThrow(/ACCESS_DENIED|no passing of roles/);
  });

  test("aws-actions: Selenium's 143 after the crawler's 0 is no failure (B4)", async () => {
    const { record } = await runOnDouble();
    expect(record.outcome?.kind).toBe("completed");
    const selenium = record.task?.containers.find(({ name }) => name === "selenium");
    expect(selenium?.exitCode).toBe(143);
  });

  test("h3poteto: a time-out stops the task, and is no success (B5)", async () => {
    const { record, calls } = await runOnDouble({
      script: ordinaryTask({ crawlMs: 3_600_000 }),
      options: { timeoutSeconds: 300 },
    });
    expect(calls["StopTask"]).toBe(1);
    expect(record.outcome?.kind).toBe("timedOut");
    expect(record.task?.lastStatus).toBe("STOPPED");
  });

  test("geekcell: every container's log is followed, and the crawler decides (B6)", async () => {
    const { record, calls } = await runOnDouble({ script: ordinaryTask({ exitCode: 9 }) });
    expect(record.outcome).toMatchObject({ kind: "failed", containerExitCode: 9 });
    expect(calls["GetLogEvents"]).toBeGreaterThan(2);
  });

  test("h3poteto: a task that ECS forgot is lost, and no success (B7)", async () => {
    const { record } = await runOnDouble({
      script: ordinaryTask({ crawlMs: 600_000 }),
      meanwhile: async ({ clock, faults }) => {
        await clock.sleep(120_000);
        faults.missingMs = Infinity;
      },
    });
    expect(record.outcome?.kind).toBe("lost");
  });

  test("buildkite: the logs of a container without exit code and reason are kept (B9)", async () => {
    const { record } = await runOnDouble({ script: emptyContainers() });
    expect(record.outcome).not.toBeNull();
    expect(record.status).toBe("finished");
  });

  test("dask: ACTIVATING is no failed start (B11)", async () => {
    const { states, record } = await runOnDouble();
    expect(states.some((state) => state.startsWith("ACTIVATING"))).toBe(true);
    expect(record.outcome?.kind).toBe("completed");
  });
});

test("a stop that is asked for is drained and recorded as such", async () => {
  const { record } = await runOnDouble({
    script: ordinaryTask({ crawlMs: 600_000, crawlerLines: [page("http://a.test/")] }),
    meanwhile: async ({ clock }, control) => {
      await clock.sleep(120_000);
      control.ask({ kind: "signal", signal: "SIGINT" });
    },
  });
  expect(record.outcome).toMatchObject({ kind: "stopped", signal: "SIGINT" });
  expect(record.exitCode).toBe(130);
  expect(record.pages.retrieved).toBe(1);
});
