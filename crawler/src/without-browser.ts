import { withDeadline } from "./deadline.ts";
import type { Ask } from "./network.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isThrottling } from "./throttling.ts";

/** How a URL answers that gives the browser no document. */
export interface PlainAnswer {
  readonly status: number | null;
  readonly contentType: string | null;
  /** The X-Robots-Tag header. */
  readonly robotsTag: string | null;
}

const timeoutMs = 10_000;

/**
 * Asks once more without the browser, which does not tell status and type of a 204 or a download. Only the head of the
 * answer is read. Never throws: no answer is `null`.
 */
export async function answerWithoutBrowser(
  url: string,
  ask: Ask,
  signal: AbortSignal,
): Promise<PlainAnswer> {
  try {
    return await withDeadline(timeoutMs, signal, async (within) => {
      const response = await ask(url, { signal: within });
      await response.body?.cancel();
      const contentType = response.headers.get("content-type")?.split(";")[0]?.trim() ?? null;
      return {
        status: response.status,
        contentType,
        robotsTag: response.headers.get("x-robots-tag"),
      };
    });
  } catch {
    return { status: null, contentType: null, robotsTag: null };
  }
}

/**
 * Milliseconds for which a host wants to be left alone that just answered 429 or 503; null when it does not say. WebDriver
 * tells no header, so the URL is asked once more, for its head alone; the answer counts only if it is one of the two again.
 * Never throws.
 */
export async function retryAfterWithoutBrowser(
  url: string,
  ask: Ask,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    return await withDeadline(timeoutMs, signal, async (within) => {
      const answer = await ask(url, { method: "HEAD", signal: within });
      if (!isThrottling(answer.status)) return null;
      const { headers: given } = answer;
      return retryAfterMs(given.get("retry-after"), given.get("date"), Date.now());
    });
  } catch {
    return null;
  }
}
