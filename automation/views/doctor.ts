import type { Checked } from "../doctor/check.ts";
import type { Palette } from "./palette.ts";

/** One line for each check, and below it what to do. */
export function doctorText(checks: readonly Checked[], palette: Palette): string {
  const marks = {
    ok: palette.good("✔"),
    warning: palette.warn("!"),
    problem: palette.bad("✖"),
  };
  const width = Math.max(0, ...checks.map(({ id }) => id.length));
  return checks
    .map(({ id, status, found, fix }) => {
      const line = `${marks[status]} ${id.padEnd(width)}  ${found}\n`;
      return fix === null ? line : `${line}  ${" ".repeat(width)}  ${palette.faint(fix)}\n`;
    })
    .join("");
}
