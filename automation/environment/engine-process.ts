import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { delimiter, dirname, isAbsolute } from "node:path";
import { systemClock } from "../clock.ts";
import { markedProcesses, signalGroup } from "../processes.ts";

/** What a Pulumi command printed, and how it ended. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A Pulumi command that did not succeed. */
export class PulumiFailure extends Error {
  override readonly name = "PulumiFailure";
  readonly output: CommandOutput;

  constructor(args: readonly string[], output: CommandOutput) {
    super(`pulumi ${args[0] ?? ""} failed with exit code ${output.code}`);
    this.output = output;
  }

  /** Everything it printed. */
  get text(): string {
    return `${this.output.stderr}\n${this.output.stdout}`;
  }
}

/** Name of the variable that marks the engine's processes, its plugins and the program, so that none is left behind. */
const markName = "MAYFLY_ENGINE";

/** Milliseconds in which a second interrupt must have ended the engine. */
const leaveMs = 1500;

/**
 * Runs the Pulumi CLI for the Automation API, each command in a process group of its own. A Ctrl-C in the terminal goes to
 * Mayfly's group alone, so that the engine gets one SIGINT for it, from here: for a second one it would give up resources
 * that are being made. The Automation API's own way (execa) leaves the CLI in the terminal's group.
 */
export class EngineProcess {
  readonly #command: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #mark = `${markName}=${randomUUID()}`;
  #child: ChildProcess | null = null;
  #interrupted = false;

  constructor(command: string, environment: NodeJS.ProcessEnv) {
    this.#command = command;
    this.#environment = environment;
  }

  /** True once it was interrupted: no further command is started. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Runs one command to its end. @throws {@link PulumiFailure} */
  async run(
    args: readonly string[],
    cwd: string,
    environment: Readonly<Record<string, string>>,
    input?: string,
  ): Promise<CommandOutput> {
    const all = args.includes("--non-interactive") ? args : [...args, "--non-interactive"];
    if (this.#interrupted) {
      throw new PulumiFailure(all, { stdout: "", stderr: "interrupted before it began", code: -1 });
    }
    const child = spawn(this.#command, all, {
      cwd,
      detached: true,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      env: { ...this.#environment, ...environment, ...this.#additions() },
    });
    this.#child = child;
    if (input !== undefined) child.stdin?.on("error", () => undefined).end(input);
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      exitCodeOf(child),
    ]);
    const output = { stdout, stderr, code };
    if (code !== 0) throw new PulumiFailure(all, output);
    return output;
  }

  /** Asks the running command to end: the engine finishes what it has begun, and starts nothing more. */
  interrupt(): void {
    this.#interrupted = true;
    this.#child?.kill("SIGINT");
  }

  /** Ends the running command at once, with everything it has started. */
  async kill(): Promise<void> {
    this.#interrupted = true;
    const child = this.#child;
    if (child?.pid === undefined) return;
    const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
    child.kill("SIGINT");
    const deadline = systemClock.now() + leaveMs;
    while (!isOver() && systemClock.now() < deadline) await systemClock.sleep(50);
    if (!isOver()) signalGroup(child.pid, "SIGKILL");
    for (const pid of markedProcesses(this.#mark)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended in the meantime.
      }
    }
  }

  #additions(): Record<string, string> {
    const [, mark = ""] = this.#mark.split("=");
    const path = this.#environment["PATH"] ?? "";
    return {
      PULUMI_AUTOMATION_API: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      [markName]: mark,
      // An installed CLI finds its language host beside itself.
      ...(isAbsolute(this.#command)
        ? { PATH: `${dirname(this.#command)}${delimiter}${path}` }
        : {}),
    };
  }
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  stream?.setEncoding("utf8");
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      resolve(code ?? -1);
    });
  });
}
