import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { parseAge } from "../reap/age.ts";
import { reap } from "../reap/reap.ts";
import { reapedText, reapSummary } from "../views/reap.ts";
import { quietly, type EnvironmentCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly reap`. */
export interface ReapCommandOptions extends Omit<EnvironmentCommandOptions, "stack"> {
  readonly olderThan?: string;
  readonly stackPrefix?: string;
  readonly region?: string;
  readonly dryRun?: boolean;
}

/** `mayfly reap`: removes environments that have expired. Exits with 1 while anything of one that is due is left. */
export async function reapCommand(
  options: ReapCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { olderThan, stackPrefix, region, dryRun = false, json } = options;
  const olderThanMs = olderThan === undefined ? undefined : parseAge(olderThan);
  const act = async ({ stack: _stack, ...environment }: EnvironmentOptions): Promise<number> => {
    const reaped = await reap({
      ...environment,
      ...(olderThanMs === undefined ? {} : { olderThanMs }),
      ...(stackPrefix === undefined ? {} : { stackPrefix }),
      ...(region === undefined ? {} : { region }),
      dryRun,
      onReaped: (one) => {
        const text =
          json === true ? `${JSON.stringify({ type: "environment.reaped", ...one })}\n` : "";
        context.stdout.write(text || reapedText(one, dryRun, palette(context, "stdout")));
      },
    });
    const isLeft = reaped.some(({ left }) => left.length > 0);
    if (json !== true) context.stdout.write(reapSummary(reaped, dryRun));
    return isLeft ? exitCodes.failed : exitCodes.completed;
  };
  return await quietly(options, context, act, true);
}
