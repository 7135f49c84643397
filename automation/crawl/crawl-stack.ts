import { MayflyError } from "../errors.ts";
import { newRunId } from "../run/run-id.ts";

/** Longest prefix: with the id of a run, the name must still fit into those of AWS's resources. */
const prefixForm = /^[a-z][a-z0-9-]{0,19}$/;

/** Seconds that an environment outlives the time-outs of its run: time to come up, to go down, and to be looked at. */
const roomSeconds = 7200;

/**
 * The name of a crawl's own stack. Where the id of its run was chosen, the time is added, by which `mayfly reap` knows it as one.
 * Throws `MayflyError` (usage) for a prefix that cannot be one.
 */
export function ownStackName(prefix: string, runId: string, nowMs: number): string {
  if (prefixForm.test(prefix)) {
    const name = `${prefix}-${runId.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}`;
    return ownStackTime(name) === null ? `${name}-${newRunId(nowMs)}` : name;
  }
  throw new MayflyError(
    "usage",
    `Expected up to 20 small letters, digits and "-", a letter first, for --stack-prefix, but got "${prefix}".`,
  );
}

/** The end of a crawl's own stack: an id of a run, which begins with the time. */
const idForm = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-[a-z0-9]+$/;

/** Whether a stack is one that a crawl made for itself. */
export function isOwnStackName(stack: string): boolean {
  return idForm.test(stack);
}

/** ISO 8601 time at which a crawl's own stack was made, by its name; null for another one. */
export function ownStackTime(stack: string): string | null {
  const [, ...parts] = idForm.exec(stack) ?? [];
  if (parts.length === 0) return null;
  const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = parts;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return Number.isNaN(Date.parse(time)) ? null : time;
}

/** The time to live of a crawl's own stack, as the configuration has it: it ends by itself when nobody takes it down. */
export function ttlFor(timeoutSeconds: number): string {
  return `${String(Math.ceil((timeoutSeconds + roomSeconds) / 60))}m`;
}
