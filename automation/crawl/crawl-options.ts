import type { EnvironmentEvent } from "../environment/environment-events.ts";
import type { RunEvent } from "../events.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { RunRecord } from "../run/record.ts";
import type { Run } from "../run/run.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { TargetName } from "../targets/target-names.ts";

/** What to crawl, in which environment, and what becomes of it afterwards. */
export interface CrawlLifeOptions extends Omit<RunOptions, "outputs" | "resume"> {
  /**
   * Where the task runs. Default: `fargate` where `stack` or `stackPrefix` is given, else `docker` where `docker` is, else
   * `local`: never AWS by surprise. Only `fargate` has an environment to bring up and take down.
   */
  readonly target?: TargetName;
  /**
   * Brings up this stack, and takes it down again; one that is up already is used, and stays up. Default: a stack of its own
   * for each crawl, which is forgotten afterwards. On a Docker engine it says which images to take, and is only read.
   * Not together with `stackPrefix`.
   */
  readonly stack?: string;
  /** Beginning of the name of a crawl's own stack, which ends with the id of the run. Default: `crawl`. */
  readonly stackPrefix?: string;
  /** Configuration of the stack, as for `environment.up`. A stack of its own has a `ttl` that outlives the run by two hours. */
  readonly config?: Readonly<Record<string, string>>;
  /** The same for secrets. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Environment variables for Pulumi. */
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves the environment up. Default: false. */
  readonly keep?: boolean;
  /** Leaves it up where the crawl did not complete, to look at what went wrong; not after an abort. Default: false. */
  readonly keepOnFailure?: boolean;
  /** Milliseconds for each of `up` and `down`. Default: half an hour. */
  readonly environmentTimeoutMs?: number;
  /** Ends the phase that goes on, in order; the environment is taken down all the same. */
  readonly signal?: AbortSignal;
  /** Waits for the run no longer, and takes the environment down at once, with its task. */
  readonly hurrySignal?: AbortSignal;
  /** Leaves at once, whatever is up. */
  readonly leaveSignal?: AbortSignal;
  /** Hears all events, of the environment and of the run. Must not throw. */
  readonly onEvent?: (event: EnvironmentEvent | RunEvent) => void;
  /** Gets the run once it has begun. The environment is not taken down before what it gives back is fulfilled. */
  readonly onRun?: (run: Run) => Promise<void> | void;
}

/** What became of the environment of a crawl: in its run's record, too. */
export interface CrawlEnvironment {
  readonly stack: string;
  /** Whether the crawl brought it up: one that was up before stays up. */
  readonly broughtUp: boolean;
  /** Milliseconds that bringing it up took; null where it was up, or did not come up. */
  readonly upMs: number | null;
  /** Milliseconds that taking it down took; null where it was kept, or could not be taken down. */
  readonly downMs: number | null;
  /** Whether it was meant to stay. */
  readonly kept: boolean;
  /** What is still there and should not be, as `type id`; empty when all is gone, or all was to stay. */
  readonly left: readonly string[];
  /** Why it did not come up, could not be taken down, or stays up unasked; null when nothing of that went wrong. */
  readonly problem: string | null;
}

/** What a crawl came to. A failed crawl is a result, and so is an environment that could not be taken down. */
export interface CrawlResult {
  readonly runId: string;
  readonly outcome: Outcome;
  /** Exit code of `mayfly crawl`: that of the run; 1 for a run that completed and an environment that is not gone. */
  readonly exitCode: number;
  readonly record: RunRecord;
  /** Folder of the run. */
  readonly path: string;
  /** Null but on Fargate. */
  readonly environment: CrawlEnvironment | null;
}
