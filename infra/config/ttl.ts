const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The shortest and the longest time to live, in milliseconds: 10 minutes and 365 days. */
const limitsMs = [10 * unitMs.m, 365 * unitMs.d] as const;

/** What a time to live looks like, for messages. */
export const ttlForm = "10m to 365d, such as 90m, 24h or 7d, or never,";

/** Milliseconds of a time to live such as `24h`; null for `never`; undefined when it is none. */
export function parseTtl(text: string): number | null | undefined {
  if (text === "never") return null;
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const ms = Number(amount) * unitMs[unit as keyof typeof unitMs];
  return ms >= limitsMs[0] && ms <= limitsMs[1] ? ms : undefined;
}

/** Parts of a time to live by which an `up` extends it: one that follows another soon changes nothing. */
const parts = 4;

/**
 * The time at which an environment expires that was created then and is brought up to date now; null for never. Each quarter
 * of the time to live that has passed adds one: after an `up` there are three quarters of it left at least.
 */
export function expiryOf(createdAt: string, ttlMs: number | null, nowMs: number): string | null {
  if (ttlMs === null) return null;
  const beganMs = Date.parse(createdAt);
  const step = ttlMs / parts;
  const passed = Math.max(0, Math.floor((nowMs - beganMs) / step));
  return new Date(beganMs + ttlMs + passed * step).toISOString();
}
