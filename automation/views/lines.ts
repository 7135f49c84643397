import type { ContainerTransitionEvent, RunEvent } from "../events.ts";
import { printable, timeOfDay } from "./format.ts";
import type { Palette } from "./palette.ts";
import type { View, Write } from "./view.ts";

/** An event as one line for people; null for what the crawler's own log lines say already. */
export function eventLine(event: RunEvent, palette: Palette): string | null {
  const text = eventText(event, palette);
  return text === null ? null : `${palette.faint(timeOfDay(event.at))} ${text}`;
}

function eventText(event: RunEvent, palette: Palette): string | null {
  switch (event.type) {
    case "run.started":
      return `run ${palette.strong(event.runId)} on ${event.target}`;
    case "task.transition": {
      const how = event.source === "observed" ? "" : palette.faint(` (${event.source})`);
      return `task ${palette.strong(event.to)}${how}`;
    }
    case "task.desired": {
      if (event.from === null) return null;
      const why = event.stoppedReason === null ? "" : `: ${event.stoppedReason}`;
      const code = event.stopCode === null ? "" : ` (${event.stopCode})`;
      return palette.warn(`task desired status ${event.to}${code}${why}`);
    }
    case "task.relaunched":
      return palette.warn(
        `task stopped (${event.reason}); task ${String(event.attempt)} starts in its place`,
      );
    case "container.transition":
      return `${containerName(event.container, palette)} ${containerText(event)}`;
    case "task.late":
      return `task ${palette.strong(event.to)} ${palette.faint("(told late)")}`;
    case "container.late":
      return `${containerName(event.container, palette)} ${containerText(event)} ${palette.faint("(told late)")}`;
    case "log":
      return `${containerName(event.container, palette)} ${palette.faint("│")} ${printable(event.message)}`;
    case "warning":
      return palette.warn(`⚠ ${printable(event.message)}`);
    case "page":
    case "skip":
    case "summary":
    case "run.finished":
      return null;
  }
}

/** Name of a container in its colour, in a column of its own. */
export function containerName(name: string, palette: Palette): string {
  return palette.container(name)(name.padEnd(8));
}

function containerText(event: Omit<ContainerTransitionEvent, "type">): string {
  const parts = [event.lastStatus];
  if (event.healthStatus !== null && event.lastStatus === "RUNNING") parts.push(event.healthStatus);
  if (event.exitCode !== null) parts.push(`exit code ${String(event.exitCode)}`);
  if (event.reason !== null) parts.push(event.reason);
  return parts.join(", ");
}

/** Plain lines, for a pipe, a file or a CI log. */
export function linesView(write: Write, palette: Palette): View {
  return {
    show: (event) => {
      const line = eventLine(event, palette);
      if (line !== null) write(`${line}\n`);
    },
    say: (line) => {
      write(`${line}\n`);
    },
    close: () => undefined,
  };
}
