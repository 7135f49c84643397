import type { StackOutputs } from "../../infra/outputs.ts";
import type { CrawlOptions } from "../crawler-environment.ts";
import type { DockerOptions } from "../targets/docker/docker-options.ts";
import type { FargateLaunchOptions } from "../targets/fargate/run-task-request.ts";

/** What to crawl, where and how long; crawl options as in the table of the README. */
export interface RunOptions extends CrawlOptions {
  /** Runs the task of this Pulumi stack on Fargate. Default: on this machine. */
  readonly stack?: string;
  /** Folder of the Pulumi program. Default: the Mayfly package itself. */
  readonly workDir?: string;
  /**
   * Runs the task on a Docker engine, where `docker` finds one, with the images and the size of `stack` where one is named.
   * Default: on Fargate with a stack, else on this machine.
   */
  readonly docker?: DockerOptions;
  /** Outputs of a stack that is up, where they are known already; then Pulumi is not asked. */
  readonly outputs?: StackOutputs;
  /** How the task on Fargate differs from what the stack says. */
  readonly launch?: FargateLaunchOptions;
  /** Hears what people should know of Pulumi before the run begins. Default: nobody. */
  readonly log?: (line: string) => void;
  /** Base folder of the run folder. Default: `.mayfly` in the working directory. */
  readonly out?: string;
  /** Id of the run. Default: a new one that sorts by time. */
  readonly runId?: string;
  /**
   * Id of a run whose crawl this one goes on with: its settings hold where others are not given, and its pages are in the
   * new run's, too. Default: a new crawl.
   */
  readonly resume?: string;
  /** Seconds in which the run must end; then its task is stopped. Default: 1800, or 300 more than a longer `timeLimit`. */
  readonly timeoutSeconds?: number;
  /** Seconds in which the task must be RUNNING; then it is stopped. Default: 600. */
  readonly startTimeoutSeconds?: number;
  /** Stops the run when aborted. */
  readonly signal?: AbortSignal;
  /** Port of the WebDriver endpoint. Default: a free one. */
  readonly port?: number;
  /** Shell line that starts a Selenium server in place of chromedriver; `{port}` stands for the port. */
  readonly seleniumCommand?: string;
  /** Seconds in which Selenium must be HEALTHY. Default: 120. */
  readonly seleniumStartTimeoutSeconds?: number;
  /** Path of the browser. Default: the one on the PATH, else what Selenium Manager brings. */
  readonly browserBinary?: string;
  /** More arguments for the browser. */
  readonly browserArguments?: readonly string[];
}
