import type { LockHolder } from "../environment/environment-error.ts";
import { cancelUpdate } from "../environment/operations.ts";
import { exitCodes } from "../exit-codes.ts";
import { quietly, type EnvironmentCommandOptions } from "./conduct-environment.ts";
import type { CommandContext } from "./context.ts";

/** Options of `mayfly cancel`. */
export interface CancelCommandOptions extends EnvironmentCommandOptions {
  readonly force?: boolean;
}

/** `mayfly cancel`: releases the lock of a stack whose update is dead. */
export async function cancelCommand(
  options: CancelCommandOptions,
  context: CommandContext,
): Promise<number> {
  return await quietly(options, context, async (environment) => {
    const { released } = await cancelUpdate({
      ...environment,
      force: options.force === true,
    });
    const { stack = "dev" } = environment;
    context.stdout.write(
      options.json === true
        ? `${JSON.stringify({ stack, released })}\n`
        : `${sentence(stack, released)}\n`,
    );
    return exitCodes.completed;
  });
}

function sentence(stack: string, released: readonly LockHolder[] | null): string {
  if (released === null) return `Cancelled the update of stack ${stack}.`;
  if (released.length === 0) return `Stack ${stack} is not locked; there is nothing to release.`;
  const holders = released.map(
    ({ who, pid, since }) =>
      `${who ?? "somebody"} (pid ${pid ?? "unknown"}) since ${since ?? "an unknown time"}`,
  );
  return `Released the lock of stack ${stack}, held by ${holders.join(", ")}. A file backend cannot stop that process: make sure that it is gone.`;
}
