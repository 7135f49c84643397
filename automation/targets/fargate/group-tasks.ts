import type { StartedTask } from "./launch-failure.ts";

/** Which task of a group belongs to which of its runs. */
export class GroupTasks {
  readonly #arns: (string | null)[];
  readonly #started = new Map<number, StartedTask>();
  readonly #waiting = new Map<number, (task: StartedTask) => void>();

  /** `arns` are what is known already, in the order of the runs; null where nothing is. */
  constructor(arns: readonly (string | null)[]) {
    this.#arns = [...arns];
  }

  /** Runs in the group. */
  get size(): number {
    return this.#arns.length;
  }

  /** A task that was started just now goes to the first run that has none. */
  add(task: StartedTask): void {
    const place = this.#arns.indexOf(null);
    if (place === -1) return;
    this.#arns[place] = task.taskArn;
    this.#started.set(place, task);
    this.#waiting.get(place)?.(task);
  }

  /** The task that is started for the run at `place`, as soon as it is. */
  async started(place: number): Promise<StartedTask> {
    const task = this.#started.get(place);
    if (task !== undefined) return task;
    return new Promise((resolve) => {
      this.#waiting.set(place, resolve);
    });
  }

  /**
   * Takes one of the tasks that were found, oldest first, for the run at `place`. Runs without a task share those that
   * belong to no other run by their order, so that several processes come to the same.
   */
  claim(place: number, found: readonly StartedTask[]): StartedTask | null {
    const known = this.#arns[place];
    if (known !== null && known !== undefined) {
      return found.find(({ taskArn }) => taskArn === known) ?? null;
    }
    const free = found.filter(({ taskArn }) => !this.#arns.includes(taskArn));
    const rank = this.#arns.slice(0, place).filter((arn) => arn === null).length;
    const task = free[rank];
    if (task === undefined) return null;
    this.#arns[place] = task.taskArn;
    return task;
  }
}
