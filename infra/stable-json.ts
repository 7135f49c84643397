/**
 * JSON whose keys are sorted at every level, so that the same value is the same text however it was put together: a task
 * definition gets a new revision when it has changed, and not otherwise. Undefined values are left out.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
