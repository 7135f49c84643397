import type { LaunchedTask } from "../helpers/ecs-double/world.ts";
import type { Told } from "./told.ts";

/** What came of watching one task. */
export interface Watched {
  /** The truth. */
  readonly tasks: readonly LaunchedTask[];
  readonly told: readonly Told[];
  /** Calls of DescribeTasks. */
  readonly calls: number;
  /** True states of which the record says nothing, not even that they were passed unseen; null where nobody keeps a record. */
  readonly unaccounted: readonly string[] | null;
}
