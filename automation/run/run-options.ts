import type { CrawlOptions } from "../crawler-environment.ts";

/** What to crawl, where and how long; crawl options as in the table of the README. */
export interface RunOptions extends CrawlOptions {
  /** Base folder of the run folder. Default: `.mayfly` in the working directory. */
  readonly out?: string;
  /** Id of the run. Default: a new one that sorts by time. */
  readonly runId?: string;
  /** Seconds in which the run must end; then its task is stopped. Default: 1800. */
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
