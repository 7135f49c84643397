import type { EnvironmentOperation } from "../environment/environment-events.ts";
import type { Operated } from "../environment/operate.ts";
import { words } from "../environment/what-was-made.ts";
import { duration } from "./format.ts";
import type { Palette } from "./palette.ts";

/** The last words on an operation that succeeded: `✔ Up: 12 created, 1 unchanged in 41.2 s`. */
export function environmentSummary(
  operation: EnvironmentOperation,
  stack: string,
  { changes, durationMs }: Operated,
  palette: Palette,
): string {
  const counts = Object.entries(changes).map(([op, count]) => {
    const word = operation === "preview" && op !== "same" ? `to ${op}` : (words[op] ?? op);
    return `${count} ${word}`;
  });
  const nothing = {
    preview: "nothing to do",
    up: "nothing to do",
    down: "there was nothing to remove",
  }[operation];
  const title = { preview: "Preview", up: "Up", down: "Down" }[operation];
  const text = counts.length === 0 ? nothing : counts.join(", ");
  return `${palette.good("✔")} ${palette.strong(title)}: stack ${stack}, ${text} in ${duration(durationMs)}\n`;
}

/** Outputs as a table: a row each, and a row for each field of an object; what is no text then is shown as JSON. */
export function outputsTable(outputs: Readonly<Record<string, unknown>>, palette: Palette): string {
  const entries = Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(
          ([field, inner]) => [`${name}.${field}`, inner as unknown] as const,
        )
      : [[name, value] as const],
  );
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return `  ${palette.faint(name.padEnd(width))}  ${text}\n`;
    })
    .join("");
}
