import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a program ended, with all it said. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a terminal would have had them. */
  readonly output: string;
}

/** How {@link start} starts a program. */
export interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Its process group is its own, as a shell's job has it. */
  readonly detached?: boolean;
}

/** A program that runs. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when its output has a match; rejects when it ends before. */
  said(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a program; it gets SIGKILL after four minutes. */
export function start(command: string, args: readonly string[], options: StartOptions): Started {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), 240_000);
  let [stdout, stderr, output] = ["", "", ""];
  const waiting = new Set<() => void>();
  const heard = (text: string): void => {
    output += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard(text);
  });
  const ended = once(child, "close").then(([exitCode]) => {
    clearTimeout(limit);
    return { exitCode: exitCode as number | null, stdout, stderr, output };
  });
  return {
    pid: child.pid ?? 0,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(output)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`ended without ${String(pattern)}:\n${output}`));
        });
      }),
    kill: (signal) => {
      process.kill(options.detached === true ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
    },
  };
}

/** Resolves with how a program ended; throws with its output when it failed. */
export async function must(ended: Promise<Ended>): Promise<Ended> {
  const result = await ended;
  if (result.exitCode === 0) return result;
  throw new Error(`exit code ${String(result.exitCode)}:\n${result.output}`);
}
