import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { builtProgram } from "../../automation/package-root.ts";
import { ScriptClock } from "../helpers/ecs-double/clock.ts";
import { startEcsDouble, type EcsDouble } from "../helpers/ecs-double/double.ts";
import { crawlerStops, ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { MayflyProcess, Workplace } from "../helpers/mayfly.ts";

/** Logs are drained by the clock on the wall, for ten quiet seconds. */
const limit = { timeout: 120_000 };

/** A double with the time of day, whose tasks are quick to start and to stop. */
const startDouble = (crawlMs: number): Promise<EcsDouble> =>
  startEcsDouble({
    script: ordinaryTask({
      ...{ pendingAt: 400, activatingAt: 800, pullMs: 500, healthyAfterMs: 500, tailMs: 1500 },
      ...{ crawlMs, crawlerLines: ["hello from the crawler"] },
      onStop: { ...crawlerStops, tailMs: 1500 },
    }),
    clock: new ScriptClock({ speed: 1, startAt: Date.now() }),
  });

/** A Node.js program that runs a crawl on the double by the built library, and prints its events' types. */
async function startProgram(
  workplace: Workplace,
  double: EcsDouble,
): Promise<{ readonly child: ChildProcess; readonly exited: Promise<unknown> }> {
  const file = join(workplace.path, "program.mjs");
  const library = pathToFileURL(builtProgram("index.js")).href;
  writeFileSync(
    file,
    `import { run } from ${JSON.stringify(library)};
const outputs = ${JSON.stringify(double.outputs)};
const crawl = await run({ urls: ["http://a.test/"], outputs, out: ${JSON.stringify(workplace.base)}, runId: "fargate-1" });
for await (const event of crawl) console.log(event.type + " " + (event.to ?? event.outcome ?? ""));
`,
  );
  const env = { ...process.env, ...double.environment };
  const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if (line.startsWith("task.transition RUNNING")) break;
  child.stdout.resume();
  return { child, exited };
}

const command = (workplace: Workplace, double: EcsDouble, ...args: string[]): MayflyProcess =>
  new MayflyProcess([...args, "--out", workplace.base], workplace.path, double.environment);

test(
  "a run on Fargate is seen and stopped from another terminal, by its record",
  limit,
  async () => {
    await using double = await startDouble(3_600_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double);
    const status = await command(workplace, double, "status", "fargate-1", "--json").ended;
    expect(JSON.parse(status.stdout)).toMatchObject({ target: "fargate", status: "running" });
    const stopped = await command(workplace, double, "stop", "fargate-1", "--json").ended;
    expect(JSON.parse(stopped.stdout)).toMatchObject({ runId: "fargate-1", outcome: "stopped" });
    await program.exited;
    const logs = await command(workplace, double, "logs", "fargate-1").ended;
    expect(logs.stdout).toContain("hello from the crawler");
  },
);

test(
  "a run on Fargate whose program was killed is gone on with, to its end, as the same task",
  limit,
  async () => {
    await using double = await startDouble(20_000);
    await using workplace = new Workplace();
    const program = await startProgram(workplace, double);
    program.child.kill("SIGKILL");
    await program.exited;
    const attached = await command(workplace, double, "attach", "fargate-1", "--json").ended;
    expect(attached.exitCode).toBe(0);
    expect(attached.stdout).toContain('"run.finished"');
    expect(double.tasks).toHaveLength(1);
  },
);
