/** What is known of when an environment began and ends. */
export interface Lifespan {
  /** ISO 8601; null where it is not known, as where nothing but tags is left. */
  readonly createdAt: string | null;
  /** ISO 8601; `never` for one that shall stay; null where it is not known: one that was never whole. */
  readonly expiresAt: string | null;
}

/**
 * Whether an environment is to go: one that has expired, and, where an age is given, one that is older. One that never
 * expires stays, whatever its age; one of which nothing is known is no older than it can be shown to be.
 */
export function isDue(
  { createdAt, expiresAt }: Lifespan,
  olderThanMs: number | null,
  nowMs: number,
): boolean {
  if (expiresAt === "never") return false;
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return true;
  return olderThanMs !== null && createdAt !== null && Date.parse(createdAt) <= nowMs - olderThanMs;
}
