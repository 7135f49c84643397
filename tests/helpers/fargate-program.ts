import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { builtProgram } from "../../automation/package-root.ts";
import { ScriptClock } from "./ecs-double/clock.ts";
import { startEcsDouble, type EcsDouble } from "./ecs-double/double.ts";
import { crawlerStops, ordinaryTask } from "./ecs-double/scripts-ordinary.ts";
import { MayflyProcess, type Workplace } from "./mayfly.ts";

/** A double with the time of day, whose tasks are quick to start and to stop. */
export const startQuickDouble = (crawlMs: number): Promise<EcsDouble> =>
  startEcsDouble({
    script: ordinaryTask({
      ...{ pendingAt: 400, activatingAt: 800, pullMs: 500, healthyAfterMs: 500, tailMs: 1500 },
      ...{ crawlMs, crawlerLines: ["hello from the crawler"] },
      onStop: { ...crawlerStops, tailMs: 1500 },
    }),
    clock: new ScriptClock({ speed: 1, startAt: Date.now() }),
  });

/** A program in a process of its own. */
export interface StartedProgram {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
}

/**
 * A Node.js program that runs a crawl on the double by the built library, as run `fargate-1`, or as a group of that id. Resolves
 * when its first task is RUNNING.
 */
export async function startProgram(
  workplace: Workplace,
  double: EcsDouble,
  count = 1,
): Promise<StartedProgram> {
  const file = join(workplace.path, "program.mjs");
  const library = pathToFileURL(builtProgram("index.js")).href;
  const start = count === 1 ? "run" : "runGroup";
  writeFileSync(
    file,
    `import { ${start} } from ${JSON.stringify(library)};
const outputs = ${JSON.stringify(double.outputs)};
const crawl = await ${start}({ urls: ["http://a.test/"], outputs, count: ${String(count)}, out: ${JSON.stringify(workplace.base)}, runId: "fargate-1" });
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

/** A `mayfly` command on the runs of a workplace. */
export const commandOn = (
  workplace: Workplace,
  double: EcsDouble,
  ...args: string[]
): MayflyProcess =>
  new MayflyProcess([...args, "--out", workplace.base], workplace.path, double.environment);
