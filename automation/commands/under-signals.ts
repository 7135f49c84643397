import type { StopSignal } from "../lifecycle/outcome.ts";
import type { CommandContext } from "./context.ts";

/** What this process conducts: a run, or a group of them. */
export interface Conducted {
  readonly stop: (reason: string) => void;
  readonly stopForSignal: (signal: StopSignal) => void;
  readonly leave: () => void;
}

/**
 * Does `work` while signals go to what is conducted: the first one stops it, a second one leaves it. Gives back what came of
 * the work, and the first signal.
 */
export async function underSignals<Result>(
  conducted: Conducted,
  { stdout, stderr, onSignal }: CommandContext,
  onFirst: (signal: StopSignal) => void,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly signal: StopSignal | null }> {
  const received: { first: StopSignal | null } = { first: null };
  const stopListening = onSignal((signal) => {
    if (received.first !== null) {
      conducted.leave();
      return;
    }
    received.first = signal;
    conducted.stopForSignal(signal);
    onFirst(signal);
  });
  // Whoever read our output is gone (`mayfly run --json | head`): nobody wants the rest.
  const onOutputError = (): void => {
    conducted.stop("Stopped because nobody reads the output any more.");
  };
  for (const stream of [stdout, stderr]) stream.on("error", onOutputError);
  try {
    return { result: await work(), signal: received.first };
  } finally {
    stopListening();
    for (const stream of [stdout, stderr]) stream.off("error", onOutputError);
  }
}
