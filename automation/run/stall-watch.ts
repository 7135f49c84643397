import { crawlContainerDefinitions } from "../../infra/container-definitions.ts";
import type { Stall } from "../lifecycle/stall-context.ts";
import { isNewStall, stall } from "../lifecycle/stalls.ts";
import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";

/** Order, dependencies and time-outs of the containers; they are the same on every target. */
const containers = crawlContainerDefinitions({ seleniumImage: "", crawlerImage: "" });

/** Looks whether a task stays in a state for longer than is usual, and tells each cause once. */
export class StallWatch {
  #state: string | null = null;
  #sinceMs = 0;
  #eniStatus: string | null = null;
  #eniSinceMs = 0;
  #told: Stall | undefined;

  /** One sentence on a stall that is to be told now; null otherwise. `nowMs` is this machine's clock. */
  look(task: TaskSnapshot | null, nowMs: number): string | null {
    if (task === null) return null;
    if (task.lastStatus !== this.#state) {
      this.#state = task.lastStatus;
      this.#sinceMs = nowMs;
    }
    const eniStatus = task.eniStatus ?? "";
    if (eniStatus !== this.#eniStatus) {
      this.#eniStatus = eniStatus;
      this.#eniSinceMs = nowMs;
    }
    const next = stall(task, this.#sinceMs, nowMs, containers, this.#eniSinceMs);
    if (!isNewStall(this.#told, next)) return null;
    this.#told = next;
    return `${next.state} for ${next.seconds} s: ${next.explanation}`;
  }
}
