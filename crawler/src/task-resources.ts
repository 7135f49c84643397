import { availableParallelism, freemem, totalmem } from "node:os";
import { withDeadline } from "./deadline.ts";
import type { Resources } from "./session-limit.ts";

/** Part of the memory from which it counts as short. */
const shortFrom = 0.85;
/** Milliseconds for which an answer is taken as still right, and in which one must come. */
const freshMs = 2000;
const answerMs = 1000;

/**
 * What the task may use, and what it uses: on ECS, as its metadata endpoint tells of all containers together; elsewhere, as
 * this machine does. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
export class TaskResources {
  readonly #uri: string | undefined;
  readonly #signal: AbortSignal;
  readonly #now: () => number;
  #limitMiB: number | null = null;
  #last: { readonly atMs: number; readonly isShort: boolean } | null = null;

  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
    now: () => number = Date.now,
  ) {
    this.#uri = environment["ECS_CONTAINER_METADATA_URI_V4"];
    this.#signal = signal;
    this.#now = now;
  }

  /** Processors and memory. */
  async limits(): Promise<Resources> {
    const task = this.#uri === undefined ? null : await this.#ask(`${this.#uri}/task`);
    const cpus = numberAt(task, "Limits", "CPU") ?? availableParallelism();
    this.#limitMiB = numberAt(task, "Limits", "Memory");
    const machineMiB = this.#uri === undefined ? totalmem() / 2 ** 20 : null;
    return { cpus, memoryMiB: this.#limitMiB ?? machineMiB };
  }

  /** Whether the memory is nearly used up. False where nobody knows. */
  async isMemoryShort(): Promise<boolean> {
    const nowMs = this.#now();
    if (this.#last !== null && nowMs - this.#last.atMs < freshMs) return this.#last.isShort;
    const isShort = ((await this.#usedShare()) ?? 0) >= shortFrom;
    this.#last = { atMs: nowMs, isShort };
    return isShort;
  }

  async #usedShare(): Promise<number | null> {
    if (this.#uri === undefined) {
      // Elsewhere, what the system calls free leaves out what it would give back at once.
      return process.platform === "linux" ? 1 - freemem() / totalmem() : null;
    }
    const stats = await this.#ask(`${this.#uri}/task/stats`);
    if (this.#limitMiB === null || typeof stats !== "object" || stats === null) return null;
    const bytes = Object.values(stats).map(usedBytes);
    return bytes.reduce((sum, one) => sum + one, 0) / (this.#limitMiB * 2 ** 20);
  }

  async #ask(url: string): Promise<unknown> {
    try {
      return await withDeadline(answerMs, this.#signal, async (within) => {
        const response = await fetch(url, { signal: within });
        return await response.json();
      });
    } catch {
      // Who does not tell is not asked for more: the crawl goes on without.
      return null;
    }
  }
}

/** Bytes that a container uses and cannot give back: what `docker stats` shows. */
function usedBytes(stats: unknown): number {
  const usage = numberAt(stats, "memory_stats", "usage") ?? 0;
  const cached =
    numberAt(stats, "memory_stats", "stats", "inactive_file") ??
    numberAt(stats, "memory_stats", "stats", "total_inactive_file") ??
    0;
  return Math.max(0, usage - cached);
}

function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
  return typeof found === "number" ? found : null;
}
