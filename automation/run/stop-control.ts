import type { StopRequest } from "../lifecycle/verdict.ts";

/** The way in for those who want a run to end: signals, `stop()`, time-outs. */
export class StopControl {
  readonly #leaving = new AbortController();
  #waking = new AbortController();
  #request: StopRequest | null = null;

  /** The first request; later ones change nothing. */
  get request(): StopRequest | null {
    return this.#request;
  }

  /** Aborted when the conductor shall leave at once and let the task end by itself. */
  get leaving(): AbortSignal {
    return this.#leaving.signal;
  }

  /** Aborted when there is something to look at before the next poll is due. */
  get waking(): AbortSignal {
    return AbortSignal.any([this.#waking.signal, this.#leaving.signal]);
  }

  /** Asks for the task to be stopped. */
  ask(request: StopRequest): void {
    this.#request ??= request;
    this.#waking.abort();
    this.#waking = new AbortController();
  }

  /** Leaves at once. */
  leave(): void {
    this.#leaving.abort();
  }
}

/** What the target is told, and keeps as the stopped reason. */
export function stopReason(request: StopRequest): string {
  switch (request.kind) {
    case "signal":
      return `mayfly received ${request.signal}`;
    case "command":
    case "fault":
      return request.reason;
    case "timeout":
      return `mayfly: not ended within ${String(request.seconds)} seconds`;
    case "startTimeout":
      return `mayfly: not RUNNING within ${String(request.seconds)} seconds`;
  }
}
