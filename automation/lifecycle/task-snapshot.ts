/**
 * A task as a target describes it, in the words of ECS.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */

/**
 * The eight last statuses of a task, in the order of its life.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export const taskStates = [
  "PROVISIONING",
  "PENDING",
  "ACTIVATING",
  "RUNNING",
  "DEACTIVATING",
  "STOPPING",
  "DEPROVISIONING",
  "STOPPED",
] as const;

/** One of the eight states. */
export type TaskState = (typeof taskStates)[number];

/** Place of a status in the task's life; -1 for a word that ECS may add one day. */
export function stateIndex(status: string): number {
  return (taskStates as readonly string[]).indexOf(status);
}

/** One container of a task. */
export interface ContainerSnapshot {
  readonly name: string;
  /** PENDING, RUNNING, STOPPED, or any word the target uses. */
  readonly lastStatus: string;
  /** HEALTHY, UNHEALTHY or UNKNOWN; absent where there is no health check. */
  readonly healthStatus?: string;
  /** Absent until the container has stopped, and also later if it never ran. */
  readonly exitCode?: number;
  /** Why it stopped or could not start, in the target's words. */
  readonly reason?: string;
  readonly image?: string;
  /** `sha256:…` of what was pulled; known once the pull has ended. */
  readonly imageDigest?: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
}

/** The times of a task that its target keeps; ISO 8601. */
export interface TaskTimes {
  readonly createdAt?: string;
  readonly connectivityAt?: string;
  readonly pullStartedAt?: string;
  readonly pullStoppedAt?: string;
  readonly startedAt?: string;
  readonly stoppingAt?: string;
  readonly executionStoppedAt?: string;
  readonly stoppedAt?: string;
}

/** A task at one moment. Statuses are strings: an unknown word is carried, not refused. */
export interface TaskSnapshot extends TaskTimes {
  readonly taskId: string;
  /** Raised by the target with every change that it counts. */
  readonly version: number;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly ContainerSnapshot[];
  readonly privateAddress?: string;
  readonly publicAddress?: string;
  /** Id of the task's network interface, `eni-…`. */
  readonly eniId?: string;
  /**
   * Status of its attachment: PRECREATED, CREATED, ATTACHING, ATTACHED, DETACHING, DETACHED or DELETED.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attachment.html
   */
  readonly eniStatus?: string;
  readonly taskArn?: string;
  /** FARGATE or FARGATE_SPOT. */
  readonly capacityProviderName?: string;
  readonly platformVersion?: string;
  readonly availabilityZone?: string;
  /** CPU units (1024 are one vCPU) and memory that the task really has. */
  readonly cpu?: number;
  readonly memoryMiB?: number;
  /** Ephemeral storage that the task really has. */
  readonly ephemeralStorageGiB?: number;
  /** When the target saw it like this; the poll's time when absent. */
  readonly at?: string;
  /** Who told it: a message about the change itself, as of EventBridge. Absent: the answer to a look at the task. */
  readonly by?: "event";
}
