import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import type { ContainerSnapshot } from "../../lifecycle/task-snapshot.ts";
import type { Leftovers } from "./agent-files.ts";

/** Health status of a container, in the words of ECS. */
export type HealthStatus = "UNKNOWN" | "HEALTHY" | "UNHEALTHY";

/** How a container ended. */
export interface ContainerExit {
  /** 128 + signal where a signal ended it; null where nobody can tell, which `reason` then explains. */
  readonly exitCode: number | null;
  /** Why, where that is known: in the words of ECS, such as `OutOfMemoryError: …`. */
  readonly reason?: string;
}

/** A container that was started. */
export interface RunningContainer {
  readonly definition: ContainerDefinition;
  /** Resolves once it has ended; never rejects. */
  readonly exited: Promise<ContainerExit>;
  /** Address of its network, where it has one of its own. */
  readonly privateAddress?: string;
  /** SIGTERM, then SIGKILL once its `stopTimeout` is over; resolves when it has ended. */
  readonly stop: () => Promise<void>;
  /** Tells each change of its health until the signal is aborted. */
  readonly watchHealth: (
    tell: (status: HealthStatus) => void,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** Hears what must be cleaned up should the agent die, before it is there. */
export type TellLeftover = (leftover: Partial<Leftovers>) => void;

/** What the containers of a task are made of: processes of this machine, or containers of a Docker engine. */
export interface TaskRuntime {
  /** PROVISIONING: sees to it that the task can begin here. Throws one sentence when it cannot. */
  readonly provision: (
    tell: TellLeftover,
    signal: AbortSignal,
  ) => Promise<{ readonly privateAddress?: string }>;
  /** PENDING: finds what the images name; resolves with what is then known of containers, by name. */
  readonly pull: (
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, Pick<ContainerSnapshot, "image" | "imageDigest">>>>;
  /** Starts a container; what it prints goes to the end of the file `stream`. Throws when it cannot be started. */
  readonly start: (
    definition: ContainerDefinition,
    stream: string,
    tell: TellLeftover,
    signal: AbortSignal,
  ) => Promise<RunningContainer>;
  /** DEPROVISIONING: removes what is left once the containers have ended. */
  readonly cleanUp: () => Promise<void>;
}
