import { existsSync } from "node:fs";
import type { RunEvent } from "../events.ts";
import { readLines } from "../read-lines.ts";
import { readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Clock } from "../clock.ts";

/** Milliseconds between two looks at a file that another process writes. */
const followMs = 100;
/** Milliseconds that a reader in this process sleeps at most: it is woken for each event. */
const longMs = 60_000;

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
    // Taken before each look, so that what comes during the look wakes at once.
    let waking = this.#waking.signal;
    const isOver = (): boolean => {
      waking = this.#waking.signal;
      return this.#last !== null || this.#closed;
    };
    const pause = async (): Promise<void> => {
      const either = signal === undefined ? waking : AbortSignal.any([signal, waking]);
      await clock.sleep(longMs, either).catch(() => undefined);
      signal?.throwIfAborted();
    };
    let finished = false;
    for await (const event of readEvents(this.#path, isOver, pause)) {
      yield event;
      finished ||= event.type === "run.finished";
    }
    if (!finished && this.#last !== null) yield this.#last;
  }

  #wake(): void {
    this.#waking.abort();
    this.#waking = new AbortController();
  }
}

/**
 * The events of a run that another process conducts, from the first on. Ends with `run.finished`, or when `isOver` says
 * so and there is nothing more to read. An event counts once the record says that it is saved: what a conductor writes that
 * dies before, the next one cuts off and may tell otherwise.
 */
export function followEvents(
  folder: RunFolder,
  clock: Clock,
  isOver: () => boolean,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const pause = async (): Promise<void> => {
    await clock.sleep(followMs, signal);
  };
  return readEvents(folder.events, isOver, pause, () => savedBytes(folder));
}

/** Bytes of the events file that the record tells of; all of a run that is over, whose last event comes after its record. */
function savedBytes(folder: RunFolder): number {
  if (!existsSync(folder.record)) return 0;
  const { status, position } = readRecord(folder);
  return status === "finished" ? Infinity : (position.bytes["events"] ?? 0);
}

async function* readEvents(
  path: string,
  isOver: () => boolean,
  pause: () => Promise<void>,
  endOf = () => Infinity,
): AsyncGenerator<RunEvent, void, undefined> {
  for (let offset = 0; ;) {
    // Asked before reading: what is written until the end is read after it.
    const over = isOver();
    const batch = readLines(path, offset, false, endOf());
    ({ offset } = batch);
    for (const line of batch.lines) {
      const event = parseEvent(line);
      if (event === null) continue;
      yield event;
      if (event.type === "run.finished") return;
    }
    if (batch.more) continue;
    if (over) return;
    await pause();
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
