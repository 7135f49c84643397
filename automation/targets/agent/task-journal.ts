import { appendFileSync } from "node:fs";
import { isoTime } from "../../clock.ts";
import type { ContainerSnapshot, TaskSnapshot, TaskTimes } from "../../lifecycle/task-snapshot.ts";

type TaskChanges = Partial<
  Pick<
    TaskSnapshot,
    "lastStatus" | "desiredStatus" | "stopCode" | "stoppedReason" | "privateAddress"
  >
>;

/** The agent's own picture of its task; every change is appended as a snapshot with the next version. */
export class TaskJournal {
  readonly #path: string;
  #snapshot: TaskSnapshot;
  #cutOff = false;

  constructor(path: string, taskId: string, containers: readonly ContainerSnapshot[]) {
    this.#path = path;
    this.#snapshot = {
      taskId,
      version: 0,
      lastStatus: "PROVISIONING",
      desiredStatus: "RUNNING",
      containers,
      createdAt: isoTime(Date.now()),
    };
  }

  get snapshot(): TaskSnapshot {
    return this.#snapshot;
  }

  /** Changes the task; `stamp` names the time that this moment sets. */
  task(changes: TaskChanges, ...stamps: (keyof TaskTimes)[]): void {
    const at = isoTime(Date.now());
    const times = Object.fromEntries(stamps.map((stamp) => [stamp, at]));
    this.#append({ ...this.#snapshot, ...changes, ...times, at });
  }

  /** One container as it is now. */
  container(name: string): ContainerSnapshot | undefined {
    return this.#snapshot.containers.find((container) => container.name === name);
  }

  /** Changes one container. */
  changeContainer(name: string, changes: Partial<ContainerSnapshot>): void {
    const containers = this.#snapshot.containers.map((container) =>
      container.name === name ? { ...container, ...changes } : container,
    );
    this.#append({ ...this.#snapshot, containers, at: isoTime(Date.now()) });
  }

  #append(snapshot: TaskSnapshot): void {
    this.#snapshot = { ...snapshot, version: this.#snapshot.version + 1 };
    try {
      // A line that was cut off by a full disk is ended here; readers leave it out.
      appendFileSync(this.#path, `${this.#cutOff ? "\n" : ""}${JSON.stringify(this.#snapshot)}\n`);
      this.#cutOff = false;
    } catch {
      this.#cutOff = true;
      // A full disk must not keep the agent from stopping its task; the watcher then infers the end from its death.
    }
  }
}
