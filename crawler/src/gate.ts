import type { Clock } from "./clock.ts";
import { BrowserUnavailableError, messageOf } from "./errors.ts";
import { listSessions, probe, type Readiness } from "./gate-probe.ts";
import type { Output } from "./output.ts";
import type { BrowserSession } from "./browser-session.ts";

const firstMs = 100;
const factor = 1.5;
const jitter = 0.2;
/** A question that costs nobody much: half of this is lost on average once the endpoint is ready. */
const questionCapMs = 150;
/** A session that is refused again and again costs the endpoint a browser each time. */
const sessionCapMs = 2000;

/**
 * Milliseconds before try number `attempt` (from 1): 100, ×1.5, at most 150 while the endpoint is not ready and 2000 while it
 * refuses sessions, ±20 %. `random` is from 0 to 1.
 */
export function gateDelayMs(attempt: number, isRefused: boolean, random: number): number {
  const capMs = isRefused ? sessionCapMs : questionCapMs;
  const delay = Math.min(capMs, firstMs * factor ** (attempt - 1));
  return delay * (1 - jitter + 2 * jitter * random);
}

/** What the gate works with. */
export interface Gate {
  readonly endpoint: string;
  /** Seconds in which a session must be open. */
  readonly readyTimeout: number;
  /** Opens a session at `base` within some milliseconds, or throws. */
  readonly openSession: (base: string, withinMs: number) => Promise<BrowserSession>;
  /** Whether a session is one of this crawl, and no leftover of another that died. Default: none is. */
  readonly isOurs?: (sessionId: string) => boolean;
  readonly output: Output;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A session and the base URL it was opened at. */
export interface OpenGate {
  readonly base: string;
  /** Sessions that the endpoint can have at once; null where it does not say. */
  readonly slots: number | null;
  readonly session: BrowserSession;
}

/**
 * Waits until the endpoint opens a session: only that proves that there is a browser; a port that is open, or a status that
 * says ready, does not. Throws {@link BrowserUnavailableError} at the deadline, and the signal's reason when aborted.
 */
export async function passGate(gate: Gate): Promise<OpenGate> {
  const { endpoint, clock, output, signal } = gate;
  const { host } = new URL(endpoint);
  const deadline = clock.now() + gate.readyTimeout * 1000;
  const isFurther = gate.isOurs !== undefined;
  const report = changeReporter(output, host, isFurther);
  let detail: string;
  let refusal = "";
  let isFirst = !isFurther;
  let refusals = 0;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const readiness = await probe(endpoint, signal);
    signal.throwIfAborted();
    report(readiness);
    if (readiness.kind === "ready") {
      try {
        const { base, slots } = readiness;
        if (isFirst) {
          const left = slots === null ? await listSessions(base, signal) : readiness.sessions;
          await endSessions(gate, base, left);
        }
        isFirst = false;
        return {
          base,
          slots,
          session: await openUnlessStopped(gate, base, deadline - clock.now()),
        };
      } catch (error) {
        signal.throwIfAborted();
        detail = `it is ready, but opens no session: ${messageOf(error)}`;
        if (detail !== refusal) {
          output.log("WARNING", `⛔ No session yet at ${host}: ${messageOf(error)}`);
        }
        refusal = detail;
        refusals += 1;
      }
    } else {
      ({ detail } = readiness);
      if (readiness.kind === "notReady") {
        await endSessions(gate, readiness.base, readiness.sessions);
      }
    }
    const delay = gateDelayMs(refusals || attempt, refusals > 0, Math.random());
    if (clock.now() + delay > deadline) {
      output.log("ERROR", `🚨 Failed to connect to ${host}!`);
      throw new BrowserUnavailableError(
        `No WebDriver session at ${endpoint} within ${String(gate.readyTimeout)} seconds: ${detail}`,
      );
    }
    await clock.sleep(delay, signal);
  }
}

/** A session that opens when nobody waits for it any more is quit: it would keep its slot. */
async function openUnlessStopped(
  { openSession, signal }: Gate,
  base: string,
  withinMs: number,
): Promise<BrowserSession> {
  const opening = openSession(base, Math.max(0, withinMs));
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(new Error("The crawl was stopped."));
      void opening.then(
        (session) => session.quit(),
        () => undefined,
      );
    };
  });
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([opening, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** One line per change of state, not per try; `wasReady`: before the first try. */
function changeReporter(
  output: Output,
  host: string,
  wasReady: boolean,
): (readiness: Readiness) => void {
  let last = wasReady ? "ready" : "";
  return (readiness) => {
    if (readiness.kind === last) return;
    last = readiness.kind;
    switch (readiness.kind) {
      case "refused":
        output.log("WARNING", `⛔ Unable to communicate with ${host}.`);
        return;
      case "noWebDriver":
        output.log("WARNING", `⛔ ${host} answers, but not as WebDriver: ${readiness.detail}.`);
        return;
      case "notReady":
        output.log("INFO", `⏳ ${host} is not ready yet: ${readiness.detail}`);
        return;
      case "ready":
        output.log("INFO", `✅ Can communicate with ${host}!`);
    }
  };
}

/**
 * This endpoint is the crawl's own: another's session at it was left by a crawler that died. It holds a slot, and its browser
 * takes processor and memory.
 */
async function endSessions(
  { isOurs, output, endpoint }: Gate,
  base: string,
  sessions: readonly string[],
): Promise<void> {
  const left = sessions.filter((id) => isOurs?.(id) !== true);
  for (const id of left) {
    await fetch(`${base}/session/${id}`, {
      method: "DELETE",
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined);
  }
  if (left.length === 0) return;
  const what =
    left.length === 1 ? "a session that was" : `${String(left.length)} sessions that were`;
  output.log("INFO", `Ended ${what} left at ${new URL(endpoint).host}.`);
}
