import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { crawlerEnvironment } from "../crawler-environment.ts";
import { MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { builtProgram } from "../package-root.ts";
import { groupRunIds } from "../run/group-ids.ts";
import { defaultBase, newRunFolder, type RunFolder } from "../run/run-folder.ts";
import { newRunId } from "../run/run-id.ts";
import { secretsOf, withoutSecretArguments } from "../secret-settings.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { CommandContext } from "./context.ts";

/** Milliseconds in which the background process must have made its run folder; with a stack, Pulumi is asked first. */
const startMs = { local: 30_000, stack: 300_000 };

/** A run that another process conducts: the same command once more in the background, without a terminal. */
export class BackgroundRun {
  /** Id of the run, or of the group. */
  readonly runId: string;
  /** Folder of the run, or of the first of the group. */
  readonly folder: RunFolder;
  readonly #child: ChildProcess;
  /** A folder for what the process says before it has its record: after that, everything is in the run folder. */
  readonly #scratch: string;
  readonly #deadlineMs: number;
  #exitCode: number | null = null;

  /** Starts the process. Throws `MayflyError` (usage) for options that can be refused here already. */
  constructor(options: RunOptions, context: CommandContext, count = 1) {
    const secrets = secretsOf(crawlerEnvironment(options));
    const runId = options.runId ?? newRunId(Date.now());
    const [first = runId] = count === 1 ? [] : groupRunIds(runId, count);
    this.runId = runId;
    this.folder = newRunFolder(options.out ?? defaultBase, first);
    this.#deadlineMs = options.stack === undefined ? startMs.local : startMs.stack;
    const [command = "run", ...rest] = withoutSecretArguments(context.argv);
    // After the checks, which may throw.
    this.#scratch = mkdtempSync(join(tmpdir(), "mayfly-detach-"));
    const output = openSync(this.#complaints, "a");
    this.#child = spawn(
      process.execPath,
      [builtProgram("cli.js"), command, "--background", runId, ...rest],
      {
        detached: true,
        stdio: ["ignore", "ignore", output],
        env: { ...context.environment, ...secrets, NO_COLOR: "1" },
      },
    );
    closeSync(output);
    this.#child.once("exit", (code, signal) => {
      this.#exitCode = code ?? (signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm);
    });
    this.#child.once("error", () => {
      this.#exitCode = exitCodes.failed;
    });
    this.#child.unref();
  }

  get #complaints(): string {
    return join(this.#scratch, "stderr");
  }

  /**
   * Resolves with null as soon as the run has its record; with the exit code of a process that ended before, whose words are
   * passed on. Throws `MayflyError` (target) when neither happens in time.
   */
  async begun(stderr: NodeJS.WriteStream): Promise<number | null> {
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      while (this.#exitCode === null && !existsSync(this.folder.record)) {
        await systemClock.sleep(20, deadline).catch(() => {
          this.#child.kill("SIGKILL");
          throw new MayflyError(
            "target",
            `The run did not begin within ${String(this.#deadlineMs / 1000)} seconds.`,
          );
        });
      }
      if (existsSync(this.folder.record)) return null;
      stderr.write(readFileSync(this.#complaints, "utf8"));
      return this.#exitCode;
    } finally {
      rmSync(this.#scratch, { recursive: true, force: true });
    }
  }

  /** Passes a signal on: the first asks for the stop of the task, a second one ends the process at once. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** How to follow a run in the background, and how to stop it. */
export function howToGoOn(runId: string): string {
  return `Follow it with "mayfly attach ${runId}"; stop it with "mayfly stop ${runId}".\n`;
}
