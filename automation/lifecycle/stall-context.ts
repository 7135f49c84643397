import type { ContainerDefinition } from "../../infra/container-definitions.ts";
import type { ContainerSnapshot, TaskSnapshot, TaskState } from "./task-snapshot.ts";

/** What a stall needs to know of a container: whom it waits for, and how long others wait for it. */
export type StallContainer = Pick<
  ContainerDefinition,
  "name" | "dependsOn" | "startTimeout" | "stopTimeout"
>;

/** A task that has been in one state for longer than is usual. */
export interface Stall {
  readonly state: TaskState;
  /** Seconds since the state began. */
  readonly seconds: number;
  /** What the state waits for, as a stable word: it changes when the explanation does, not with the seconds. */
  readonly waitsFor: string;
  /** One sentence for people: what the state waits for, from what the snapshot says. */
  readonly explanation: string;
}

/** What a stall says of its cause. */
export type StallCause = Pick<Stall, "waitsFor" | "explanation">;

/** What a cause is read from. */
export interface StallContext {
  readonly snapshot: TaskSnapshot;
  /** Those of the task definition; empty where they are not known. */
  readonly containers: readonly StallContainer[];
  /** Seconds since the state began. */
  readonly seconds: number;
  /** Seconds for which the network interface has had its status. */
  readonly eniSeconds: number;
  readonly nowMs: number;
}

/** Whether a container waits for its start, or does not exist yet. */
export function isPending(container: ContainerSnapshot | undefined): boolean {
  return container === undefined || container.lastStatus === "PENDING";
}

/** How people call the network interface of a task. */
export function interfaceName({ eniId }: TaskSnapshot): string {
  return eniId === undefined ? "network interface" : `network interface ${eniId}`;
}
