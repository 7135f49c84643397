import { containerNames } from "../../infra/container-definitions.ts";
import { MayflyError, messageOf } from "../errors.ts";
import type { LogEvent } from "../events.ts";

/** Which log lines are wanted, as `mayfly logs` has it. */
export interface LogFilterOptions {
  readonly container?: readonly string[];
  /** A duration back from now (seconds without a unit), or an ISO 8601 time. */
  readonly since?: string;
  /** A text, or a regular expression between slashes with its flags. */
  readonly filter?: string;
}

/** Milliseconds of the units of a duration. */
const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The containers whose lines are wanted. Throws `MayflyError` (usage) for a name that is none. */
export function wantedContainers({ container }: LogFilterOptions): readonly string[] {
  const names: readonly string[] = Object.values(containerNames);
  const unknown = container?.find((name) => !names.includes(name));
  if (unknown === undefined) return names.filter((name) => container?.includes(name) ?? true);
  throw usage(`Expected ${names.join(" or ")} for --container, but got "${unknown}".`);
}

/** Whether a log line is wanted. Throws `MayflyError` (usage) for options that cannot be used. `nowMs` is since the epoch. */
export function logFilter(
  options: LogFilterOptions,
  nowMs: number,
): (event: Pick<LogEvent, "at" | "container" | "message">) => boolean {
  const containers = wantedContainers(options);
  const sinceMs = options.since === undefined ? -Infinity : timeOf(options.since, nowMs);
  const fits = options.filter === undefined ? () => true : textFilter(options.filter);
  return ({ at, container, message }) =>
    containers.includes(container) && Date.parse(at) >= sinceMs && fits(message);
}

function timeOf(text: string, nowMs: number): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
  if (number !== undefined) return nowMs - Number(number) * (units[unit ?? ""] ?? 1000);
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw usage(
    `Expected a duration such as 30s, 10m or 2h, or an ISO 8601 time for --since, but got "${text}".`,
  );
}

/** A text with other letters after the last slash is no regular expression: it may be the path of a URL. */
function textFilter(text: string): (message: string) => boolean {
  const [, pattern, flags] = /^\/(.+)\/([dgimsuvy]*)$/s.exec(text) ?? [];
  if (pattern === undefined) return (message) => message.includes(text);
  try {
    // Those two would begin at the place where the line before was found to match.
    const expression = new RegExp(pattern, flags?.replaceAll(/[gy]/g, ""));
    return (message) => expression.test(message);
  } catch (error) {
    throw usage(
      `Expected a text or a regular expression such as /warning|error/i for --filter, but got "${text}": ${messageOf(error)}.`,
    );
  }
}

function usage(message: string): MayflyError {
  return new MayflyError("usage", message);
}
