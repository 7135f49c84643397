/**
 * Exit codes of the `mayfly` command. They are a contract: README has the table, tests run the command and compare.
 */
export const exitCodes = {
  /** The crawl completed; the environment is as it was asked for. */
  completed: 0,
  /**
   * The crawl did not complete: the crawler failed, or its results could not be kept. The environment could not be
   * changed: a resource failed, its stack is locked; or a preview has changes where none were expected.
   */
  failed: 1,
  /** Bad usage or configuration; nothing was started. */
  usage: 2,
  /** The task failed to start. */
  failedToStart: 3,
  /** The time of the run, the crawl or the operation on the environment was up. */
  timedOut: 4,
  /** The infrastructure ended the task: a spot interruption, a lost host, a killed supervisor. */
  interrupted: 5,
  /** How the task ended cannot be known. */
  lost: 6,
  /** Stopped by SIGINT (Ctrl-C). */
  sigint: 130,
  /** Stopped by SIGTERM, or by `mayfly stop`. */
  sigterm: 143,
} as const;
