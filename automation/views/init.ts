import type { Initialized } from "../init/init.ts";
import type { Palette } from "./palette.ts";

/** What was saved, and what comes next. */
export function initText({ stack, isNew, saved, next }: Initialized, palette: Palette): string {
  const what = isNew ? "Made stack" : "Changed stack";
  const keys = saved.length === 0 ? "nothing to save" : `saved ${saved.join(", ")}`;
  const commands = next.map((command) => `  ${command}`).join("\n");
  return `${palette.good("✔")} ${what} ${palette.strong(stack)}: ${keys}.\nNext:\n${commands}\n`;
}
