import type { RunEvent } from "../events.ts";
import { readLines } from "./follow-lines.ts";
import type { Clock } from "../clock.ts";

/** Milliseconds between two looks at a file that another process writes. */
const followMs = 100;

/**
 * Hands the events of a run to any number of readers, each from the first event on, without keeping them in memory: they
 * are read back from the events file. Events that the disk did not take reach the readers at the end.
 */
export class Broadcast {
  readonly #path: string;
  #waking = new AbortController();
  #last: RunEvent | null = null;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Tells the readers that there is something new; the last event of a run also by value. */
  readonly tell = (event: RunEvent): void => {
    if (event.type === "run.finished") this.#last = event;
    this.#wake();
  };

  /** Ends every reader after what is there. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** All events, from the first to `run.finished`. */
  async *read(clock: Clock, signal?: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
    let offset = 0;
    for (;;) {
      const waking = this.#waking.signal;
      const last = this.#last;
      const closed = this.#closed;
      const batch = readLines(this.#path, offset);
      offset = batch.offset;
      for (const line of batch.lines) {
        const event = parseEvent(line);
        if (event === null) continue;
        yield event;
        if (event.type === "run.finished") return;
      }
      if (batch.more) continue;
      if (last !== null) yield last;
      if (last !== null || closed) return;
      signal?.throwIfAborted();
      await clock
        .sleep(60_000, signal === undefined ? waking : AbortSignal.any([signal, waking]))
        .catch(() => undefined);
    }
  }

  #wake(): void {
    this.#waking.abort();
    this.#waking = new AbortController();
  }
}

/**
 * The events of a run that another process conducts, from the first on. Ends with `run.finished`, or when `isOver` says
 * so and there is nothing more to read.
 */
export async function* followEvents(
  path: string,
  clock: Clock,
  isOver: () => boolean,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  let offset = 0;
  for (;;) {
    const over = isOver();
    const batch = readLines(path, offset);
    offset = batch.offset;
    for (const line of batch.lines) {
      const event = parseEvent(line);
      if (event === null) continue;
      yield event;
      if (event.type === "run.finished") return;
    }
    if (batch.more) continue;
    if (over) return;
    await clock.sleep(followMs, signal);
  }
}

function parseEvent(line: string): RunEvent | null {
  try {
    // Written by the journal of this version; its schema is tested.
    return JSON.parse(line) as RunEvent;
  } catch {
    return null;
  }
}
