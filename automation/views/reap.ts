import type { Reaped } from "../reap/reaped.ts";
import type { Palette } from "./palette.ts";

/** One environment that was due, for people. */
export function reapedText(
  { stack, createdAt, expiresAt, hasState, left, problem, byHand }: Reaped,
  dryRun: boolean,
  { good, bad, warn, strong }: Palette,
): string {
  const since = expiresAt === null ? "was never whole" : `expires at ${expiresAt}`;
  const about = `${strong(stack)} (made ${createdAt ?? "at an unknown time"}, ${since}${hasState ? "" : ", its state is lost"})`;
  const list = left.map((one) => `  left      ${one}\n`).join("");
  if (dryRun) return `${warn("!")} ${about} would be removed.\n${list}`;
  if (left.length === 0) return `${good("✔")} ${about} is gone.\n`;
  const commands = byHand.map((one) => `  by hand   ${one}\n`).join("");
  return `${bad("✘")} ${about} could not be removed: ${problem ?? ""}\n${list}${commands}`;
}

/** The last line. */
export function reapSummary(reaped: readonly Reaped[], dryRun: boolean): string {
  if (reaped.length === 0) return "No environment is due.\n";
  const count = `${String(reaped.length)} ${reaped.length === 1 ? "environment" : "environments"}`;
  if (dryRun) return `${count} due; nothing was removed.\n`;
  const failed = reaped.filter(({ left }) => left.length > 0).length;
  return failed === 0
    ? `${count} removed.\n`
    : `${count} due, ${String(failed)} of them not gone; run it again.\n`;
}
