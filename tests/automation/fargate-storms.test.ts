import { expect, test } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import {
  accessDenied,
  expiredToken,
  serverError,
  throttled,
} from "../helpers/ecs-double/fault-answers.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { runOnDouble } from "../helpers/fargate-run.ts";

useSomeAwsCredentials();

const outputs = { eventQueueUrl: null };
const between = (clock: { now: () => number }, fromMs: number, toMs: number) => {
  const beganMs = clock.now();
  return () => clock.now() - beganMs >= fromMs && clock.now() - beganMs < toMs;
};

test.each([
  ["DescribeTasks", throttled],
  ["DescribeTasks", serverError],
  ["GetLogEvents", throttled],
] as const)(
  "a task is watched on after minutes in which %s fails for now",
  async (operation, fault) => {
    const { record, calls } = await runOnDouble({
      outputs,
      script: ordinaryTask({ crawlMs: 600_000 }),
      prepare: ({ faults, clock }) => {
        faults.on(operation, fault, { when: between(clock, 60_000, 300_000) });
      },
    });
    expect(record.outcome?.kind).toBe("completed");
    expect(calls["StopTask"]).toBeUndefined();
    expect(record.warnings.filter((warning) => warning.includes("did not answer"))).toHaveLength(1);
  },
);

test("calls come later and later while they are throttled", async () => {
  const during = { count: 0 };
  await runOnDouble({
    outputs,
    prepare: ({ faults, clock }) => {
      const isStorm = between(clock, 0, 60_000);
      const when = () => {
        if (isStorm()) during.count += 1;
        return isStorm();
      };
      faults.on("DescribeTasks", throttled, { when });
    },
  });
  expect(during.count).toBeGreaterThan(3);
  expect(during.count).toBeLessThan(12);
});

test("logs that may not be read lose no run", async () => {
  const { record } = await runOnDouble({
    outputs,
    script: ordinaryTask({ crawlMs: 300_000 }),
    prepare: ({ faults }) => {
      faults.on("GetLogEvents", accessDenied);
    },
  });
  expect(record.outcome?.kind).toBe("completed");
  expect(record.warnings.join("\n")).toMatch(/may not do logs:GetLogEvents/);
});

test("a task that cannot be watched any more is asked to stop, and the reason says so", async () => {
  const { record, calls } = await runOnDouble({
    outputs,
    script: ordinaryTask({ crawlMs: 3_600_000 }),
    prepare: ({ faults, clock }) => {
      faults.on("DescribeTasks", accessDenied, { when: between(clock, 60_000, Infinity) });
    },
  });
  expect(calls["StopTask"]).toBe(1);
  expect(record.outcome?.kind).toBe("lost");
  expect(record.outcome?.reason).toMatch(
    /^The task could not be watched: .*ecs:DescribeTasks.*\. It was asked to stop\.$/s,
  );
  expect(record.diagnosis?.id).toBe("not-watched");
});

test("a task that can be neither watched nor stopped may still run, and the reason says so", async () => {
  const { record } = await runOnDouble({
    outputs,
    script: ordinaryTask({ crawlMs: 3_600_000 }),
    prepare: ({ faults, clock }) => {
      const when = between(clock, 60_000, Infinity);
      faults.on(["DescribeTasks", "StopTask"], expiredToken, { when });
    },
  });
  expect(record.outcome?.reason).toMatch(/It may still run, and could not be stopped: .*expired/);
  expect(record.task?.taskArn).toBeDefined();
});

test("what RunTask answered is kept when the first looks fail", async () => {
  const { record } = await runOnDouble({
    outputs,
    script: ordinaryTask({ crawlMs: 3_600_000 }),
    prepare: ({ faults }) => {
      faults.on("DescribeTasks", accessDenied);
    },
  });
  expect(record.task).toMatchObject({ lastStatus: "PROVISIONING" });
  expect(record.task?.taskArn).toBeDefined();
});

test("a task that ECS does not tell of for half a minute is waited for", async () => {
  const { record } = await runOnDouble({
    outputs,
    prepare: ({ faults }) => {
      faults.missingMs = 40_000;
    },
  });
  expect(record.outcome?.kind).toBe("completed");
});

test("a time-out whose stop is refused says that the task may still run", async () => {
  const { record } = await runOnDouble({
    outputs,
    script: ordinaryTask({ crawlMs: 3_600_000 }),
    options: { timeoutSeconds: 120 },
    prepare: ({ faults }) => {
      faults.on("StopTask", accessDenied);
    },
  });
  expect(record.outcome?.kind).toBe("timedOut");
  expect(record.outcome?.reason).toMatch(/was last seen RUNNING, and may still run/);
});

test.each([-300_000, -3000, 3000, 300_000])(
  "states are in the order of their times when the clocks differ by %i ms",
  async (skewMs) => {
    const { record } = await runOnDouble({
      prepare: ({ faults }) => {
        faults.skewMs = skewMs;
      },
    });
    const times = record.states.flatMap(({ at }) => (at === null ? [] : [at]));
    expect(times).toEqual(times.toSorted());
    const longest = Math.max(...record.states.map(({ durationMs }) => durationMs ?? 0));
    expect(longest).toBeLessThan(100_000);
  },
);

test("a status that ECS may add one day makes no state be told twice", async () => {
  const script = ordinaryTask();
  const steps = script.steps.map((step) =>
    step.lastStatus === "PENDING" ? { ...step, lastStatus: "HATCHING" } : step,
  );
  const { events } = await runOnDouble({ outputs, script: { ...script, steps } });
  const told = events.flatMap((event) => (event.type === "task.transition" ? [event.to] : []));
  expect(new Set(told).size).toBe(told.length);
  expect(told).toContain("HATCHING");
});
