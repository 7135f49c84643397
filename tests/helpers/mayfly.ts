import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../../automation/clock.ts";
import type { RunEvent } from "../../automation/events.ts";
import { builtProgram } from "../../automation/package-root.ts";
import { markedProcesses } from "../../automation/processes.ts";
import { readRecord, type RunRecord } from "../../automation/run/record.ts";
import { listRunIds, runFolder, type RunFolder } from "../../automation/run/run-folder.ts";

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `mayfly` process of its own, the built one, with its output. */
export class MayflyProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #lines: string[] = [];
  #stderr = "";
  #notify: () => void = () => undefined;

  constructor(
    args: readonly string[],
    cwd: string,
    environment: NodeJS.ProcessEnv = {},
    node = process.execPath,
  ) {
    this.child = spawn(node, [builtProgram("cli.js"), ...args], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { stdout, stderr } = this.child;
    if (stdout === null || stderr === null) throw new Error("no pipes");
    createInterface({ input: stdout }).on("line", (line) => {
      this.#lines.push(line);
      this.#notify();
    });
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve) => {
      this.child.once("close", (exitCode, signal) => {
        resolve({ exitCode, signal, stdout: this.#lines.join("\n"), stderr: this.#stderr });
        this.#notify();
      });
    });
  }

  /** Events on stdout so far. */
  get events(): readonly RunEvent[] {
    return this.#lines.map((line) => JSON.parse(line) as RunEvent);
  }

  /** Resolves when that many pages have been told; fails when the process ends before. */
  async pages(number: number): Promise<void> {
    for (;;) {
      if (this.events.filter(({ type }) => type === "page").length >= number) return;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        const { stderr } = await this.ended;
        throw new Error(`mayfly ended before page ${String(number)}. ${stderr}`);
      }
      await new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGTERM");
    await this.ended;
  }
}

/** A folder of its own in which `mayfly` runs; removed at the end, when nothing of its runs is left. */
export class Workplace implements AsyncDisposable {
  readonly path = mkdtempSync(join(tmpdir(), "mayfly-test-"));
  readonly base = join(this.path, ".mayfly");

  start(args: readonly string[], environment?: NodeJS.ProcessEnv, node?: string): MayflyProcess {
    return new MayflyProcess(args, this.path, environment, node);
  }

  async run(
    args: readonly string[],
    environment?: NodeJS.ProcessEnv,
    node?: string,
  ): Promise<Ended> {
    return await this.start(args, environment, node).ended;
  }

  /** The only run in here. */
  folder(): RunFolder {
    const [runId, ...others] = listRunIds(this.base);
    if (runId === undefined || others.length > 0) throw new Error("expected one run");
    return runFolder(this.base, runId);
  }

  record(): RunRecord {
    return readRecord(this.folder());
  }

  /** Resolves with the record as soon as it says that the run has ended. */
  async finishedRecord(): Promise<RunRecord> {
    return await eventually(() => {
      const record = this.record();
      return record.status === "finished" ? record : undefined;
    }, "the record says that the run has ended");
  }

  /** Processes of all runs in here that are alive. */
  leftovers(): readonly number[] {
    return listRunIds(this.base).flatMap((runId) => markedProcesses(`MAYFLY_TASK_ID=${runId}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What is killed may have written a last time, and rmSync lists a folder once.
    for (let attempt = 1; ; attempt += 1) {
      for (const pid of this.leftovers()) kill(pid);
      await systemClock.sleep(attempt === 1 ? 0 : 100);
      try {
        rmSync(this.path, { recursive: true, force: true });
        return;
      } catch (error) {
        if (attempt === 50) throw error;
      }
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Waits until a value is there; fails after a minute with what was waited for. */
export async function eventually<Value>(
  look: () => Value | undefined | Promise<Value | undefined>,
  what: string,
): Promise<Value> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await systemClock.sleep(25);
  }
}

/** Lines of a JSON lines file. */
export function jsonLines(path: string): readonly unknown[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}
