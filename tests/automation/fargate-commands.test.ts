import { expect, test } from "vitest";
import { commandOn, startProgram, startQuickDouble } from "../helpers/fargate-program.ts";
import { Workplace } from "../helpers/mayfly.ts";

/** Logs are drained by the clock on the wall, for ten quiet seconds. */
const limit = { timeout: 120_000 };

test(
  "a run on Fargate is seen and stopped from another terminal, by its record",
  limit,
  async () => {
    await using double = await startQuickDouble(3_600_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double);
    const status = await commandOn(workplace, double, "status", "fargate-1", "--json").ended;
    expect(JSON.parse(status.stdout)).toMatchObject({ target: "fargate", status: "running" });
    const stopped = await commandOn(workplace, double, "stop", "fargate-1", "--json").ended;
    expect(JSON.parse(stopped.stdout)).toMatchObject({ runId: "fargate-1", outcome: "stopped" });
    await program.exited;
    const logs = await commandOn(workplace, double, "logs", "fargate-1").ended;
    expect(logs.stdout).toContain("hello from the crawler");
  },
);

test(
  "a run on Fargate whose program was killed is gone on with, to its end, as the same task",
  limit,
  async () => {
    await using double = await startQuickDouble(20_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double);
    program.child.kill("SIGKILL");
    await program.exited;
    const attached = await commandOn(workplace, double, "attach", "fargate-1", "--json").ended;
    expect(attached.exitCode).toBe(0);
    expect(attached.stdout).toContain('"run.finished"');
    expect(double.tasks).toHaveLength(1);
  },
);

test(
  "a group of runs is seen, attached to and stopped by its id, from another terminal",
  limit,
  async () => {
    await using double = await startQuickDouble(3_600_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double, 3);
    const status = await commandOn(workplace, double, "status", "fargate-1", "--json").ended;
    const records = status.stdout.split("\n").map((line) => JSON.parse(line) as object);
    expect(records).toMatchObject(
      [1, 2, 3].map((index) => ({ group: { id: "fargate-1", index, count: 3 } })),
    );
    const one = await commandOn(workplace, double, "stop", "fargate-1-2", "--json").ended;
    expect(JSON.parse(one.stdout)).toMatchObject({ runId: "fargate-1-2", outcome: "stopped" });
    await using attached = commandOn(workplace, double, "attach", "fargate-1", "--json");
    const stopped = await commandOn(workplace, double, "stop", "last").ended;
    expect(stopped.stdout.match(/Stopped by mayfly stop/g)).toHaveLength(3);
    expect(stopped.stderr).toContain("Run fargate-1-2 has ended already");
    await program.exited;
    const { stdout, exitCode } = await attached.ended;
    expect(exitCode).toBe(143);
    const events = stdout.split("\n").map((line) => JSON.parse(line) as { type: string });
    expect(events[0]).toMatchObject({ type: "group.started", runId: "fargate-1" });
    expect(events.at(-1)).toMatchObject({ type: "group.finished", exitCode: 143 });
    expect(events.filter(({ type }) => type === "run.finished")).toHaveLength(3);
    expect(double.tasks).toHaveLength(3);
  },
);

test(
  "a group whose program was killed is gone on with, each run as the task that it was",
  limit,
  async () => {
    await using double = await startQuickDouble(20_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double, 12);
    program.child.kill("SIGKILL");
    await program.exited;
    await using logs = commandOn(workplace, double, "logs", "fargate-1", "--follow");
    const attached = await commandOn(workplace, double, "attach", "fargate-1").ended;
    expect(attached.exitCode).toBe(0);
    expect(attached.stdout).toContain("12 of 12 tasks completed");
    expect(attached.stderr).not.toContain("Warning");
    expect(double.tasks).toHaveLength(12);
    const { stdout, stderr } = await logs.ended;
    expect(stdout.match(/hello from the crawler/g)).toHaveLength(12);
    expect(stderr).toBe("");
  },
);
