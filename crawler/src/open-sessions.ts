import { systemClock } from "./clock.ts";
import type { CrawlSettings } from "./config.ts";
import { passGate } from "./gate.ts";
import type { Output } from "./output.ts";
import { sessionLimit } from "./session-limit.ts";
import type { SessionSettings } from "./browser-session.ts";
import { openSession } from "./session.ts";
import { Sessions } from "./sessions.ts";
import { TaskResources } from "./task-resources.ts";

/** Seconds in which a lost browser must be replaced, unless less was given for the first. */
const replaceTimeout = 15;

/**
 * Waits for the endpoint's first session; others are opened when they are needed. Throws what `passGate` throws: the signal's
 * reason when it is aborted.
 */
export async function openSessions(
  settings: Pick<CrawlSettings, "endpoint" | "readyTimeout" | "sessions"> & SessionSettings,
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
  stopping: AbortSignal,
): Promise<Sessions> {
  const gate = {
    ...{ output, clock: systemClock, signal: stopping },
    openSession: async (url: string, withinMs: number) =>
      await openSession(url, settings, withinMs),
  };
  const { endpoint, readyTimeout } = settings;
  const { base, slots, session } = await passGate({ ...gate, endpoint, readyTimeout });
  const resources = new TaskResources(environment, stopping);
  const sessions: Sessions = new Sessions({
    first: session,
    most: sessionLimit(settings.sessions, await resources.limits(), slots),
    open: async () => {
      const another = await passGate({
        ...gate,
        endpoint: base,
        readyTimeout: Math.min(replaceTimeout, readyTimeout),
        isOurs: (id) => sessions.has(id),
      });
      return another.session;
    },
    isMemoryShort: async () => await resources.isMemoryShort(),
    output,
    stopping,
  });
  return sessions;
}
