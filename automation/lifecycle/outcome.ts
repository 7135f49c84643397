/** How a run ended. The kinds are those of the exit codes; `reason` is one sentence for people. */
export type Outcome =
  /** The crawler exited with code 0. */
  | { readonly kind: "completed"; readonly reason: string }
  /** The crawler ended otherwise, or what it found could not be kept. */
  | { readonly kind: "failed"; readonly reason: string; readonly containerExitCode: number | null }
  /** The crawler never ran. */
  | { readonly kind: "failedToStart"; readonly reason: string }
  /** The time limit of the run, of its start, or of the crawl came first. */
  | { readonly kind: "timedOut"; readonly reason: string }
  /** The infrastructure ended the task. */
  | { readonly kind: "interrupted"; readonly reason: string }
  /** How the task ended cannot be known. */
  | { readonly kind: "lost"; readonly reason: string }
  /** Somebody stopped it; `signal` when it was a signal to this run. */
  | { readonly kind: "stopped"; readonly reason: string; readonly signal: StopSignal | null };

/** Signals that stop a run. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** Name of an outcome. */
export type OutcomeKind = Outcome["kind"];
