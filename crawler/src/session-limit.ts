/** What a task, or this machine, has. */
export interface Resources {
  /** Processors, also a fraction of one. */
  readonly cpus: number;
  /** MiB; null where nobody knows. */
  readonly memoryMiB: number | null;
}

/** Sessions at once that are no slower than fewer: measured on two processors, four sessions were slower than two. */
const mostByDefault = 2;
/** MiB for Selenium, crawler and one session, and for each session more. */
const firstMiB = 2048;
const furtherMiB = 1024;

/**
 * Sessions at once: what was asked for, else as many as processors, two at most, each with its memory
 * (https://github.com/SeleniumHQ/selenium/issues/12233: one processor and 1 GB a session). Never more than the endpoint has
 * slots.
 */
export function sessionLimit(
  asked: number | undefined,
  { cpus, memoryMiB }: Resources,
  slots: number | null,
): number {
  const byMemory = memoryMiB === null ? Infinity : 1 + (memoryMiB - firstMiB) / furtherMiB;
  const wanted = asked ?? Math.min(mostByDefault, cpus, byMemory);
  return Math.max(1, Math.floor(Math.min(wanted, slots ?? Infinity)));
}
