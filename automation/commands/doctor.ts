import { localCheckIds, stackCheckIds } from "../doctor/check.ts";
import { doctor } from "../doctor/doctor.ts";
import { exitCodes } from "../exit-codes.ts";
import type { TargetName } from "../targets/target-names.ts";
import { doctorEnd, doctorLine } from "../views/doctor.ts";
import { quietly } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly doctor`. */
export interface DoctorCommandOptions {
  readonly stack?: string;
  readonly target?: TargetName;
  readonly cwd?: string;
  readonly json?: boolean;
}

/** `mayfly doctor`: looks at what a crawl needs before anything is spent. 1 where there is a problem, else 0. */
export async function doctorCommand(
  options: DoctorCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { stdout } = context;
  const { stack, target, json } = options;
  const ids = stack === undefined ? localCheckIds : [...localCheckIds, ...stackCheckIds];
  const look = {
    idWidth: Math.max(...ids.map((id) => id.length)),
    // What goes into a file or a pipe is not wrapped.
    columns: stdout.isTTY ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
    palette: palette(context, "stdout"),
  };
  return await quietly(options, context, async ({ workDir, signal, log }) => {
    const report = await doctor({
      ...(stack === undefined ? {} : { stack }),
      ...(target === undefined ? {} : { target }),
      ...(workDir === undefined ? {} : { workDir }),
      ...(signal === undefined ? {} : { signal }),
      ...(log === undefined ? {} : { log }),
      onCheck: (checked) => {
        if (json !== true) stdout.write(doctorLine(checked, look));
      },
    });
    stdout.write(json === true ? `${JSON.stringify(report)}\n` : doctorEnd(report, look));
    return report.status === "problem" ? exitCodes.failed : exitCodes.completed;
  });
}
