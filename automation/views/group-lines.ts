import type { GroupEvent, RunEvent } from "../events.ts";
import { timeOfDay } from "./format.ts";
import { eventLine } from "./lines.ts";
import type { Palette } from "./palette.ts";
import type { Write } from "./view.ts";

/** Something that shows a group of runs to somebody. */
export interface GroupView {
  readonly show: (event: RunEvent | GroupEvent) => void;
  /** Shows a line of Mayfly's own to people. */
  readonly say: (line: string) => void;
  /** Called once, after the last event. */
  readonly close: () => void;
}

/** Which of the group's runs: the end of its id, after the group's own. */
export function runLabel(runId: string, groupId: string): string {
  return runId.startsWith(`${groupId}-`) ? runId.slice(groupId.length + 1) : runId;
}

/** Plain lines, each with the number of its run. */
export function groupLinesView(write: Write, palette: Palette, groupId: string): GroupView {
  return {
    show: (event) => {
      const line = groupLine(event, palette, groupId);
      if (line !== null) write(`${line}\n`);
    },
    say: (line) => {
      write(`${line}\n`);
    },
    close: () => undefined,
  };
}

function groupLine(event: RunEvent | GroupEvent, palette: Palette, groupId: string): string | null {
  const time = palette.faint(timeOfDay(event.at));
  const label = palette.faint(runLabel(event.runId, groupId));
  if (event.type === "group.started") {
    return `${time} ${String(event.runIds.length)} tasks of ${palette.strong(groupId)}`;
  }
  if (event.type === "group.finished" || event.type === "run.started") return null;
  if (event.type === "run.finished") {
    const colour = event.exitCode === 0 ? palette.good : palette.bad;
    return `${time} ${label} ${colour(event.outcome)}: ${event.reason}`;
  }
  const line = eventLine(event, palette);
  return line === null ? null : line.replace(time, `${time} ${label}`);
}
