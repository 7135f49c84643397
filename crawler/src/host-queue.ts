import type { FrontierEntry } from "./frontier.ts";

/** A URL with its place among those of all hosts. */
export interface Queued {
  readonly entry: FrontierEntry;
  /** The smaller is taken first. */
  readonly order: number;
}

/** First in, first out. Every step takes constant time. */
class Fifo {
  /** Two stacks make a queue: taken from the end of one, put on the end of the other. */
  #arriving: Queued[] = [];
  #leaving: Queued[] = [];

  get first(): Queued | undefined {
    if (this.#leaving.length === 0 && this.#arriving.length > 0) {
      this.#leaving = this.#arriving.reverse();
      this.#arriving = [];
    }
    return this.#leaving.at(-1);
  }

  add(queued: Queued): void {
    this.#arriving.push(queued);
  }

  take(): void {
    this.#leaving.pop();
  }

  all(): readonly Queued[] {
    return [...this.#leaving.toReversed(), ...this.#arriving];
  }
}

/** URLs of one host in the order in which they were found, retries that are due before them. */
export class HostQueue {
  /** Milliseconds since the epoch from which the host may be asked. */
  notBeforeMs = 0;
  /** Pages of the host that are being loaded, and how many may be. */
  busy = 0;
  connections: number;
  readonly #due = new Fifo();
  readonly #found = new Fifo();

  constructor(connections: number) {
    this.connections = connections;
  }

  /** The next one. */
  get first(): Queued | undefined {
    return this.#due.first ?? this.#found.first;
  }

  add(queued: Queued): void {
    this.#found.add(queued);
  }

  /** Adds a retry. */
  addDue(queued: Queued): void {
    this.#due.add(queued);
  }

  /** All of them, the next one first. */
  all(): readonly Queued[] {
    return [...this.#due.all(), ...this.#found.all()];
  }

  /** Takes the next one away. */
  take(): void {
    (this.#due.first === undefined ? this.#found : this.#due).take();
  }
}
