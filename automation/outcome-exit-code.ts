import { exitCodes } from "./exit-codes.ts";
import type { Outcome } from "./lifecycle/outcome.ts";

/** Exit code of the `mayfly` command for an outcome. */
export function outcomeExitCode(outcome: Outcome): number {
  if (outcome.kind !== "stopped") return exitCodes[outcome.kind];
  return outcome.signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
}

/** Exit code of several runs together: 0 when every run completed, else that of the first that did not. */
export function groupExitCode(exitCodes: readonly number[]): number {
  return exitCodes.find((exitCode) => exitCode !== 0) ?? 0;
}
