import type { Journal } from "./journal.ts";
import type { TaskTarget } from "../targets/target.ts";

/** Where the task of one run runs, and how it is started there. */
export interface Place {
  readonly target: TaskTarget;
  /** Starts the task; a second start of the same run starts no second task. */
  readonly start: (signal: AbortSignal) => Promise<void>;
}

/** What a place tells the run that it belongs to. */
export interface PlaceListener {
  /** One sentence that people should know. */
  readonly tell: (message: string) => void;
  /** One call to a service, such as `ecs:DescribeTasks`. */
  readonly countCall: (action: string) => void;
}

/** Tells a run's journal. */
export function listenerOf(journal: Journal): PlaceListener {
  return {
    tell: (message) => {
      journal.warn(message);
    },
    countCall: (action) => {
      journal.countCall(action);
    },
  };
}

/** Makes a place once there is somebody to tell. */
export type MakePlace = (listener: PlaceListener) => Place;
