import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { systemClock } from "../../clock.ts";
import { livingGroups, signalGroup } from "../../processes.ts";
import type { ContainerExit, HealthStatus, RunningContainer } from "../agent/runtime.ts";
import { commandCheck, watchHealth } from "./health.ts";

/** A program of this machine that stands for an image. */
export interface Program {
  readonly entryPoint: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

/** A container of the local target: a process group whose leader is the container's process 1. */
export class LocalContainer implements RunningContainer {
  readonly definition: ContainerDefinition;
  readonly exited: Promise<ContainerExit>;
  readonly group: number;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    definition: ContainerDefinition,
    environment: NodeJS.ProcessEnv,
    child: ChildProcess,
    group: number,
  ) {
    this.definition = definition;
    this.group = group;
    this.#environment = environment;
    this.exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
      });
    });
  }

  /** Starts the process; stdout and stderr go to the end of the stream file. Throws when it cannot be started. */
  static async start(
    definition: ContainerDefinition,
    program: Program,
    environment: NodeJS.ProcessEnv,
    streamPath: string,
  ): Promise<LocalContainer> {
    const stream = openSync(streamPath, "a");
    try {
      const [file, ...args] = program.entryPoint;
      const child = spawn(file, [...args, ...definition.command], {
        detached: true,
        stdio: ["ignore", stream, stream],
        env: { ...environment, ...definition.environment, ...program.environment },
      });
      const group = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("spawn", () => {
          resolve(child.pid ?? 0);
        });
      });
      return new LocalContainer(definition, environment, child, group);
    } finally {
      closeSync(stream);
    }
  }

  async watchHealth(tell: (status: HealthStatus) => void, signal: AbortSignal): Promise<void> {
    const { healthCheck } = this.definition;
    if (healthCheck === undefined) return;
    const check = commandCheck(healthCheck, this.#environment);
    await watchHealth(healthCheck, check, systemClock, tell, signal);
  }

  /** Resolves when nobody of the group is left. */
  async stop(): Promise<void> {
    await stopGroup(this.group, this.definition.stopTimeout * 1000, this.exited);
  }
}

/**
 * Ends a process group: SIGTERM, then SIGKILL when its leader has ended or `stopTimeoutMs` is over. The leader's children
 * get no time of their own, as in a container.
 */
export async function stopGroup(
  group: number,
  stopTimeoutMs: number,
  leaderExited?: Promise<unknown>,
): Promise<void> {
  signalGroup(group, "SIGTERM");
  const deadline = Date.now() + stopTimeoutMs;
  const leader = { isGone: false };
  void leaderExited?.then(() => {
    leader.isGone = true;
  });
  while (!leader.isGone && Date.now() < deadline && livingGroups([group]).length > 0) {
    await systemClock.sleep(20);
  }
  signalGroup(group, "SIGKILL");
  // SIGKILL cannot be refused; a process in an uninterruptible call may take a while.
  const patience = Date.now() + 10_000;
  while (Date.now() < patience && livingGroups([group]).length > 0) await systemClock.sleep(20);
}
