import { EnvironmentError } from "../environment/environment-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { flagsOf } from "../environment/operate.ts";
import { downStack } from "../environment/operations.ts";
import { resourcesLeft } from "../environment/resources-left.ts";
import { messageOf } from "../errors.ts";

/** How taking an environment down ended. */
export interface TakenDown {
  /** Null where it could not be taken down. */
  readonly downMs: number | null;
  readonly left: readonly string[];
  readonly problem: string | null;
}

/** Tries: what AWS refuses at first, such as a network interface that is still in use, is often gone a little later. */
const tries = 2;
/** Milliseconds in which the state must have told what is left. */
const lookMs = 60_000;

/**
 * Takes an environment down, also one that came up in part or not at all, and says what is left where that fails. `forget`
 * removes its stack with history and settings. Never throws, but for a fault of Mayfly.
 */
export async function takeDown(
  options: EnvironmentOptions,
  forget: boolean,
  leaving: AbortSignal | undefined,
): Promise<TakenDown> {
  let problem = "";
  for (let attempt = 1; attempt <= tries && leaving?.aborted !== true; attempt += 1) {
    try {
      const { durationMs } = await downStack({ ...options, remove: forget, settings: forget });
      return { downMs: durationMs, left: [], problem: null };
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      // Nothing was made, not even the stack.
      if (error.code === "stackNotFound") return { downMs: 0, left: [], problem: null };
      problem = messageOf(error);
      if (error.code === "stackLocked" || error.code === "wrongPassphrase") break;
      const isLast = attempt === tries || isAborted(leaving);
      if (!isLast) options.log?.(`${problem} Trying once more.`);
    }
  }
  // Also for who leaves at once: only the state can tell what is left.
  const { leaveSignal: _leaving, ...rest } = options;
  const left = await resourcesLeft({ ...rest, timeoutMs: lookMs }).catch(() => []);
  return { downMs: null, left, problem: problem === "" ? "It was left at once." : problem };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** The command that removes an environment that is not gone. */
export function removalCommand(stack: string, workDir: string | undefined): string {
  return `mayfly down ${flagsOf(stack, workDir)} --remove`;
}
