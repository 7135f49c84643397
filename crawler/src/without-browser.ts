import { withDeadline } from "./deadline.ts";

/** How a URL answers that gives the browser no document. */
export interface PlainAnswer {
  readonly status: number | null;
  readonly contentType: string | null;
}

const timeoutMs = 10_000;

/**
 * Asks once more without the browser, which does not tell status and type of a 204 or a download. Only the head of the
 * answer is read. Never throws: no answer is `null`.
 */
export async function answerWithoutBrowser(
  url: string,
  agent: string,
  signal: AbortSignal,
): Promise<PlainAnswer> {
  try {
    return await withDeadline(timeoutMs, signal, async (within) => {
      const response = await fetch(url, { headers: { "user-agent": agent }, signal: within });
      await response.body?.cancel();
      const contentType = response.headers.get("content-type")?.split(";")[0]?.trim() ?? null;
      return { status: response.status, contentType };
    });
  } catch {
    return { status: null, contentType: null };
  }
}
