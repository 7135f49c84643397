import type { EnvironmentOperation, QuietOperation } from "./environment-events.ts";
import { changedCount, type Progress } from "./progress.ts";

/** The sentences at the end of an error: what is there now, and how to go on. */
export function whatWasMade(attempt: {
  readonly operation: EnvironmentOperation | QuietOperation;
  readonly flags: string;
  readonly progress: Progress;
  readonly left: boolean;
}): string {
  const { operation, flags, progress, left } = attempt;
  if (isQuiet(operation)) return "";
  const changed = changedCount(progress);
  if (operation === "preview" || changed === 0) {
    // Whoever left at once cannot know.
    if (left && operation !== "preview") return "";
    return operation === "down" ? "Nothing was removed." : "No resource was made.";
  }
  const list = Object.entries(progress.done)
    .filter(([op]) => op !== "read")
    .map(([op, count]) => `${count} ${words[op] ?? op}`)
    .join(", ");
  return operation === "down"
    ? `Done before: ${list}; the stack knows what is left: run \`mayfly down ${flags}\` again.`
    : `Done before: ${list}, and the stack knows them: go on with \`mayfly up ${flags}\`, or remove them with \`mayfly down ${flags}\`.`;
}

/** Pulumi's words for steps, as what became of a resource. */
export const words: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "removed",
  same: "unchanged",
  replace: "replaced",
  "create-replacement": "created anew",
  "delete-replaced": "removed after replacement",
  read: "read",
  refresh: "refreshed",
  import: "imported",
  discard: "discarded",
};

const quiet: readonly string[] = ["outputs", "cancel", "init", "states"] satisfies QuietOperation[];

function isQuiet(operation: EnvironmentOperation | QuietOperation): operation is QuietOperation {
  return quiet.includes(operation);
}
