import type { Checked } from "../doctor/check.ts";
import type { DoctorReport } from "../doctor/doctor.ts";
import { count, printable, wrapped } from "./format.ts";
import type { Palette } from "./palette.ts";

/** How checks are shown. */
export interface DoctorLook {
  /** Columns of the longest id. */
  readonly idWidth: number;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly palette: Palette;
}

/** What a check found, and below it what to do; long texts go on below their beginning. */
export function doctorLine({ id, status, found, fix }: Checked, look: DoctorLook): string {
  const { idWidth, columns, palette } = look;
  const marks = { ok: palette.good("✔"), warning: palette.warn("!"), problem: palette.bad("✖") };
  const indent = idWidth + 4;
  const room = Math.max(20, columns - indent);
  const begin = `${marks[status]} ${id.padEnd(idWidth)}  `;
  const below = `\n${" ".repeat(indent)}`;
  const advice = fix === null ? [] : wrapped(`→ ${fix}`, room).map(palette.faint);
  return `${begin}${[...wrapped(printable(found), room), ...advice].join(below)}\n`;
}

/** The last lines: what it comes to, and what was not looked at. */
export function doctorEnd({ checks, notChecked }: DoctorReport, look: DoctorLook): string {
  const { columns, palette } = look;
  const of = (status: Checked["status"]): number =>
    checks.filter((checked) => checked.status === status).length;
  const sum = `${count(of("problem"), "problem")}, ${count(of("warning"), "warning")}, ${String(of("ok"))} ok`;
  if (notChecked.length === 0) return `${sum}\n`;
  const hasStack = checks.some(({ id }) => id === "stack");
  const why = hasStack ? "Not checked" : "Not checked without --stack";
  const rest = wrapped(`${why}: ${notChecked.join(", ")}`, columns).map(palette.faint);
  return `${sum}\n${rest.join("\n")}\n`;
}
