import { makeChecks } from "../doctor/check.ts";
import { localChecks } from "../doctor/local-checks.ts";
import { stackChecks } from "../doctor/stack-checks.ts";
import { exitCodes } from "../exit-codes.ts";
import { doctorText } from "../views/doctor.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly doctor`. */
export interface DoctorCommandOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly json?: boolean;
}

/** `mayfly doctor`: looks at what a crawl needs before anything is spent. 1 where there is a problem, else 0. */
export async function doctorCommand(
  { stack, cwd, json }: DoctorCommandOptions,
  context: CommandContext,
): Promise<number> {
  const checks = await makeChecks([
    ...localChecks(context.environment),
    ...(stack === undefined ? [] : stackChecks(stack, cwd)),
  ]);
  const hasProblem = checks.some(({ status }) => status === "problem");
  context.stdout.write(
    json === true
      ? `${JSON.stringify({ checks })}\n`
      : doctorText(checks, palette(context, "stdout")),
  );
  return hasProblem ? exitCodes.failed : exitCodes.completed;
}
