import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import { withoutAbsent } from "./task-snapshot.ts";

/**
 * The snapshot with the addresses that were known before: ECS tells them no more once the interface is gone, and the public
 * one never.
 */
export function withAddresses(
  snapshot: TaskSnapshot,
  known: Pick<TaskSnapshot, "privateAddress" | "publicAddress" | "eniId">,
): TaskSnapshot {
  return withoutAbsent({
    ...snapshot,
    privateAddress: snapshot.privateAddress ?? known.privateAddress,
    publicAddress: snapshot.publicAddress ?? known.publicAddress,
    eniId: snapshot.eniId ?? known.eniId,
  });
}

/**
 * A snapshot as text, the same for the same task: neither the order of its parts nor that of its containers counts. All of it
 * is compared, since ECS does not raise the version for ACTIVATING, DEACTIVATING and STOPPING.
 */
export function snapshotText(snapshot: TaskSnapshot): string {
  const containers = snapshot.containers.toSorted((one, other) =>
    one.name.localeCompare(other.name),
  );
  const parts = Object.entries({ ...snapshot, containers });
  return JSON.stringify(
    Object.fromEntries(parts.sort(([one], [other]) => one.localeCompare(other))),
  );
}

/** The snapshot that a text of {@link snapshotText} stands for; null for "". */
export function parseSnapshotText(text: string): TaskSnapshot | null {
  return text === "" ? null : (JSON.parse(text) as TaskSnapshot);
}
