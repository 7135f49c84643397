import type { ContainerSnapshot } from "./task-snapshot.ts";

/**
 * How a state is known: it was the last status of a snapshot, a time stamp of the task proves it, or it was passed
 * without a trace. No state is silently absent.
 */
export type Provenance = "observed" | "inferred" | "skipped";

/**
 * Who told an entry, where it was not a look at the task: a message about the change, in time or after what followed it was
 * known. An entry that was told late stands where it belongs, with its own time.
 */
export type ToldBy = "event" | "lateEvent";

/** One line of the ledger. */
export type LedgerEntry =
  | {
      readonly kind: "task";
      readonly at: string;
      readonly from: string | null;
      readonly to: string;
      readonly source: Provenance;
      readonly by?: ToldBy;
    }
  | {
      /** The desired status changed: the cause of what the last status shows later. */
      readonly kind: "desired";
      readonly at: string;
      readonly from: string | null;
      readonly to: string;
      readonly stopCode: string | null;
      readonly stoppedReason: string | null;
      readonly by?: "event";
    }
  | {
      readonly kind: "container";
      readonly at: string;
      readonly container: string;
      readonly lastStatus: string;
      readonly healthStatus: string | null;
      readonly exitCode: number | null;
      readonly reason: string | null;
      readonly by?: ToldBy;
    }
  | {
      /** The version jumped: so many changes were not seen. Events that come late make them fewer. */
      readonly kind: "unseen";
      readonly at: string;
      readonly changes: number;
      /** The version before the jump, and those after it that events have told since. */
      readonly after?: number;
      readonly toldLate?: readonly number[];
    };

/** What became of a container. */
export type ContainerEntry = Extract<LedgerEntry, { readonly kind: "container" }>;

/** The entry of a container as it is now. */
export function containerEntry(container: ContainerSnapshot, at: string): ContainerEntry {
  return {
    kind: "container",
    at,
    container: container.name,
    lastStatus: container.lastStatus,
    healthStatus: container.healthStatus ?? null,
    exitCode: container.exitCode ?? null,
    reason: container.reason ?? null,
  };
}
