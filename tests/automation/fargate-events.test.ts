import { describe, expect, test } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import type { RunRecord } from "../../automation/run/record.ts";
import type { EcsDouble } from "../helpers/ecs-double/double.ts";
import { accessDenied, failsWith, throttled } from "../helpers/ecs-double/fault-answers.ts";
import { skipsStates } from "../helpers/ecs-double/scripts-oddities.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { runOnDouble } from "../helpers/fargate-run.ts";
import { violations } from "../helpers/schemas.ts";

useSomeAwsCredentials();

const noQueue = { eventQueueUrl: null, eventQueueArn: null };

/** The task's states pass within less than a look, and its end within less than another. */
const fast = () => skipsStates({ crawlMs: 20_000 });

const told = ({ ledger }: RunRecord) =>
  ledger.flatMap((entry) => (entry.kind === "task" ? [entry.to] : []));
const unseen = ({ ledger }: RunRecord) => ledger.filter(({ kind }) => kind === "unseen");

describe("states that pass between two looks", () => {
  test("are observed where events tell them, and each once, in order, by the published schemas", async () => {
    const { record, events, states } = await runOnDouble({ script: fast() });
    expect(record.outcome?.kind).toBe("completed");
    for (const state of ["PROVISIONING", "PENDING", "RUNNING", "DEPROVISIONING", "STOPPED"]) {
      expect(states).toContain(`${state} observed`);
    }
    expect(told(record)).toEqual(states.map((state) => state.split(" ")[0]));
    expect(unseen(record)).toEqual([]);
    expect(violations("run-record", record)).toEqual([]);
    expect(events.flatMap((event) => violations("run-event", event))).toEqual([]);
  });

  test("are not where there is no queue", async () => {
    const { states, calls } = await runOnDouble({ script: fast(), outputs: noQueue });
    expect(states).not.toContain("PENDING observed");
    expect(calls).not.toHaveProperty("ReceiveMessage");
  });

  test("are observed by events that come late, twice and out of order, also once the task has stopped", async () => {
    const { record, events, states } = await runOnDouble({
      script: fast(),
      prepare: ({ faults }) => {
        faults.eventDelayMs = 5000;
        faults.eventsOutOfOrder = true;
        faults.duplicateEvents = true;
      },
    });
    expect(states).toEqual(
      expect.arrayContaining(["PENDING observed", "RUNNING observed", "DEPROVISIONING observed"]),
    );
    expect(told(record)).toEqual(states.map((state) => state.split(" ")[0]));
    expect(unseen(record)).toEqual([]);
    const late = events.flatMap((event) => (event.type === "task.late" ? [event.to] : []));
    expect(late).toEqual(expect.arrayContaining(["PENDING", "DEPROVISIONING"]));
    expect(events.at(-1)?.type).toBe("run.finished");
  });

  test("stay inferred or skipped when events come after the run, which does not wait for them", async () => {
    const { record, states, leftWaiting } = await runOnDouble({
      script: fast(),
      prepare: ({ faults }) => {
        faults.eventDelayMs = 600_000;
      },
    });
    expect(record.outcome?.kind).toBe("completed");
    expect(states).not.toContain("PENDING observed");
    expect(leftWaiting).toBe(false);
  });
});

test("the end of a crawl is told and looked at at once, not at the next slow look", async () => {
  let calls: EcsDouble["calls"] = [];
  const { record } = await runOnDouble({
    script: ordinaryTask({ crawlMs: 300_000 }),
    prepare: (double) => {
      ({ calls } = double);
    },
  });
  const { stoppingAt = "" } = record.task ?? {};
  const [desired] = record.ledger.filter(
    (entry) => entry.kind === "desired" && entry.from !== null,
  );
  expect(desired).toMatchObject({ to: "STOPPED", at: stoppingAt, by: "event" });
  const looks = calls.flatMap(({ operation, at }) => (operation === "DescribeTasks" ? [at] : []));
  // So late is the event.
  expect(looks).toContain(Date.parse(stoppingAt) + 300);
});

test("the calls are counted in the record", async () => {
  const { record, calls } = await runOnDouble();
  expect(record.calls["sqs:ReceiveMessage"]).toBe(calls["ReceiveMessage"]);
  expect(record.calls["sqs:DeleteMessage"]).toBe(calls["DeleteMessageBatch"]);
  // A run of two minutes: a long poll for each third of a minute and for each event.
  expect(calls["ReceiveMessage"]).toBeLessThan(16);
});

describe("a queue that cannot be read does not hurt the run", () => {
  const gone = failsWith("QueueDoesNotExist", "The specified queue does not exist.");
  test.each([
    ["access denied", "ReceiveMessage", accessDenied, 1],
    ["no right to delete", "DeleteMessageBatch", accessDenied, 1],
    ["a queue that is gone", "ReceiveMessage", gone, 1],
    ["throttling without end", "ReceiveMessage", throttled, 10],
    ["no connection", "ReceiveMessage", () => ({ reset: true }) as const, 10],
  ] as const)("%s", async (_what, operation, fault, mostCalls) => {
    const { record, calls, leftWaiting } = await runOnDouble({
      prepare: ({ faults }) => {
        faults.on(operation, fault);
      },
    });
    expect(record.outcome?.kind).toBe("completed");
    expect(record.warnings).toHaveLength(1);
    expect(record.warnings[0]).toMatch(/^The event queue .* going on with DescribeTasks alone\.$/);
    expect(calls["ReceiveMessage"]).toBeLessThanOrEqual(mostCalls);
    expect(leftWaiting).toBe(false);
  });

  test("and is read again when it answers again", async () => {
    const { record, states } = await runOnDouble({
      script: fast(),
      prepare: ({ faults }) => {
        faults.on("ReceiveMessage", throttled, { times: 2 });
      },
    });
    expect(record.warnings).toHaveLength(1);
    expect(states).toContain("PENDING observed");
  });
});

test("events carry a run to its end where DescribeTasks fails from some moment on", async () => {
  const { record, states } = await runOnDouble({
    script: ordinaryTask({ crawlMs: 12_000 }),
    prepare: ({ faults, clock }) => {
      const runningMs = clock.now() + 32_000;
      faults.on("DescribeTasks", throttled, { when: ({ at }) => at > runningMs });
    },
  });
  expect(record.outcome?.kind).toBe("completed");
  expect(states).toContain("DEPROVISIONING observed");
  expect(record.task).toMatchObject({ lastStatus: "STOPPED", by: "event" });
});

test("a run that is left hangs up on the queue", async () => {
  const { record, leftWaiting } = await runOnDouble({
    script: ordinaryTask({ crawlMs: 600_000 }),
    meanwhile: async ({ clock }, control) => {
      await clock.sleep(65_000);
      control.leave();
    },
  });
  expect(record.outcome).toBeNull();
  expect(leftWaiting).toBe(false);
});
