import { spawn, type ChildProcess } from "node:child_process";
import { builtProgram } from "../../package-root.ts";
import type { EngineAddress } from "../docker/docker-task.ts";

/** What the agent tells its watchdog, one JSON line each. */
export type WatchdogLine =
  | { readonly group: number; readonly stopTimeout: number }
  | { readonly temporaryFolder: string }
  | { readonly docker: EngineAddress }
  | { readonly mark: string }
  /** All is cleaned up: the watchdog may go. */
  | { readonly done: true };

/**
 * A process that outlives the agent: when its stdin ends before `done` was said, the agent was killed, and the watchdog
 * ends what runs of the task and removes what it had.
 */
export class Watchdog {
  readonly #child: ChildProcess;
  /** Resolves when the watchdog is gone. */
  readonly exited: Promise<void>;

  constructor() {
    this.#child = spawn(process.execPath, [builtProgram("targets", "agent", "watchdog-main.js")], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.exited = new Promise((resolve) => {
      this.#child.once("error", () => {
        resolve();
      });
      this.#child.once("exit", () => {
        resolve();
      });
    });
    // A dead watchdog is noticed by `exited`, not by a broken pipe.
    this.#child.stdin?.on("error", () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(line: WatchdogLine): void {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  /** Lets the watchdog go. */
  async dismiss(): Promise<void> {
    this.#child.stdin?.end(`${JSON.stringify({ done: true } satisfies WatchdogLine)}\n`);
    await this.exited;
  }
}
