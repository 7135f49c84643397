/**
 * Milliseconds that a Retry-After header asks to wait: seconds, or a date, which counts from the answer's own `date` where it
 * has one, so that a wrong clock does no harm. Null for no header and for one that is neither.
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(
  retryAfter: string | null,
  date: string | null,
  nowMs: number,
): number | null {
  const text = retryAfter?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const dueMs = httpDate(text);
  return dueMs === null ? null : Math.max(0, dueMs - (httpDate(date ?? "") ?? nowMs));
}

/** All three forms begin with the day of the week and have a time; one leaves out that it is GMT. */
function httpDate(text: string): number | null {
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun).* \d\d:\d\d:\d\d\b/i.test(text)) return null;
  const ms = Date.parse(/GMT$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(ms) ? null : ms;
}
