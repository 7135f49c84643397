import type { Ledger } from "./ledger.ts";
import { containerEntry, type ContainerEntry, type LedgerEntry } from "./ledger-entry.ts";
import type { ContainerSnapshot, TaskSnapshot } from "./task-snapshot.ts";

type UnseenEntry = Extract<LedgerEntry, { readonly kind: "unseen" }>;

/** Jumps of the version that are larger are no evidence that ECS counted. */
const largestGap = 1000;

/**
 * Folds an event that came after what followed it was known. It is no transition any more: a state that was inferred or
 * skipped becomes observed, a container's change that nobody saw gets its place, and fewer changes count as unseen. `added`
 * are the entries that are new or corrected; none for what is known already, so that an event may come twice.
 */
export function foldLate(
  ledger: Ledger,
  snapshot: TaskSnapshot,
  at: string,
): { readonly ledger: Ledger; readonly added: readonly LedgerEntry[] } {
  const state = observedState(ledger.entries, snapshot, at);
  const gap = gapOf(ledger.entries, snapshot.version);
  const told = snapshot.containers.flatMap((container) =>
    missedContainer(ledger.entries, gap, container, at),
  );
  if (state === null && gap === null && told.length === 0) return { ledger, added: [] };
  const place =
    gap === null ? placeByTime(ledger.entries, at) : placeInGap(ledger.entries, gap, at);
  const entries = ledger.entries
    .toSpliced(place, 0, ...told)
    .flatMap((entry): readonly LedgerEntry[] => {
      if (entry === state?.before) return [state.after];
      return entry === gap ? narrowed(gap, snapshot.version) : [entry];
    });
  return {
    ledger: { ...ledger, entries },
    added: [...(state === null ? [] : [state.after]), ...told],
  };
}

/**
 * The entry of the event's state, corrected; null where there is nothing to correct. An event shows that the task was in a
 * state, not that the state began then: an earlier time that a time stamp or another event proves stands.
 */
function observedState(
  entries: readonly LedgerEntry[],
  { lastStatus }: TaskSnapshot,
  at: string,
): { readonly before: LedgerEntry; readonly after: LedgerEntry } | null {
  const before = entries.find((entry) => entry.kind === "task" && entry.to === lastStatus);
  if (before?.kind !== "task") return null;
  const isKnown = before.source === "observed";
  const isEarlier = Date.parse(at) < Date.parse(before.at);
  if (isKnown && !(before.by !== undefined && isEarlier)) return null;
  const begin = before.source === "skipped" || isEarlier ? at : before.at;
  return { before, after: { ...before, at: begin, source: "observed", by: "lateEvent" } };
}

/** The jump in which a version was missed and not told since. */
function gapOf(entries: readonly LedgerEntry[], version: number): UnseenEntry | null {
  const gap = entries.find(
    (entry): entry is UnseenEntry => entry.kind === "unseen" && missed(entry).includes(version),
  );
  return gap ?? null;
}

function missed({ after, changes, toldLate = [] }: UnseenEntry): readonly number[] {
  const length = changes + toldLate.length;
  if (after === undefined || length > largestGap) return [];
  const versions = Array.from({ length }, (_, index) => after + 1 + index);
  return versions.filter((version) => !toldLate.includes(version));
}

/** The jump without one version; gone when it was the last. */
function narrowed(gap: UnseenEntry, version: number): readonly UnseenEntry[] {
  if (gap.changes === 1) return [];
  const toldLate = [...(gap.toldLate ?? []), version];
  return [{ ...gap, changes: gap.changes - 1, toldLate }];
}

/**
 * The entry of a container as only this event saw it. What an entry says already is no news, unless the version was missed:
 * then the container may have been so twice, and only what stands beside the event's place counts.
 */
function missedContainer(
  entries: readonly LedgerEntry[],
  gap: UnseenEntry | null,
  container: ContainerSnapshot,
  at: string,
): readonly ContainerEntry[] {
  const entry: ContainerEntry = { ...containerEntry(container, at), by: "lateEvent" };
  const place = gap === null ? 0 : placeInGap(entries, gap, at);
  const isOf = (other: LedgerEntry): other is ContainerEntry =>
    other.kind === "container" && other.container === entry.container;
  const next = entries.slice(place).find(isOf);
  const known =
    gap === null
      ? entries.filter(isOf)
      : [entries.slice(0, place).findLast(isOf), next?.by === "lateEvent" ? undefined : next];
  return known.some((other) => other !== undefined && saysTheSame(other, entry)) ? [] : [entry];
}

function saysTheSame(one: ContainerEntry, other: ContainerEntry): boolean {
  return (
    one.lastStatus === other.lastStatus &&
    one.healthStatus === other.healthStatus &&
    one.exitCode === other.exitCode &&
    one.reason === other.reason
  );
}

/** Before the jump, and before what another event told of it that was later. */
function placeInGap(entries: readonly LedgerEntry[], gap: UnseenEntry, at: string): number {
  let place = entries.indexOf(gap);
  for (; place > 0; place -= 1) {
    const before = entries[place - 1];
    if (before === undefined || !("by" in before) || before.kind !== "container") break;
    if (before.by !== "lateEvent" || Date.parse(before.at) <= Date.parse(at)) break;
  }
  return place;
}

function placeByTime(entries: readonly LedgerEntry[], at: string): number {
  return entries.findLastIndex((entry) => Date.parse(entry.at) <= Date.parse(at)) + 1;
}
