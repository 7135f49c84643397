import { crawl } from "../crawl/crawl.ts";
import type { CrawlLifeOptions, CrawlResult } from "../crawl/crawl-options.ts";
import { checkTarget, crawlTarget } from "../crawl/crawl-target.ts";
import type { EnvironmentEvent } from "../environment/environment-events.ts";
import { readSecrets } from "../environment/read-secrets.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import type { Run } from "../run/run.ts";
import { crawlFinished, crawlSummary } from "../views/crawl.ts";
import type { EnvironmentView } from "../views/environment-view.ts";
import { summaryText } from "../views/summary.ts";
import { chooseEnvironmentView } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";
import { warnOfMisspeltNames } from "./misspelt.ts";
import { toRunOptions, type RunCommandOptions } from "./run-flags.ts";
import { chooseView, showEvents } from "./show-run.ts";

/** Options of `mayfly crawl` beside those of a run. */
export interface CrawlCommandOptions extends RunCommandOptions {
  readonly stackPrefix?: string;
  readonly keep?: boolean;
  readonly keepOnFailure?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  /** Null where the value is still to be read. */
  readonly secret?: Readonly<Record<string, string | null>>;
}

/**
 * `mayfly crawl URL…`: brings an environment up, crawls in it, fetches what was kept and takes it down, and tells all of it.
 * The first signal ends what goes on in order and takes the environment down; a second one does not wait for the run; a third
 * one leaves at once.
 */
export async function crawlCommand(
  urls: readonly string[],
  options: CrawlCommandOptions,
  context: CommandContext,
): Promise<number> {
  warnOfMisspeltNames(context);
  const { stack, stackPrefix, keep, keepOnFailure, config, secret = {} } = options;
  const where = { target: options.target, stack, stackPrefix, keep, keepOnFailure, config };
  // Before secrets are asked for.
  checkTarget({ ...where, secrets: secret });
  const target = crawlTarget(where);
  const { stack: _stack, ...runOptions } = toRunOptions(
    urls,
    { ...withoutOwn(options), target },
    context,
  );
  const shown = new Shown(context, options.json === true);
  const received = new Received(context, shown, onSignalText(target, keep === true));
  try {
    const secrets = await readSecrets(secret, context);
    const result = await crawl({
      ...runOptions,
      target,
      ...(stack === undefined ? {} : { stack }),
      ...(stackPrefix === undefined ? {} : { stackPrefix }),
      ...(config === undefined ? {} : { config }),
      ...{ secrets, keep: keep === true, keepOnFailure: keepOnFailure === true },
      ...received.signals,
      log: shown.note,
      onEvent: (event) => {
        if ("operation" in event) shown.environment(event);
      },
      onRun: async (run) => {
        received.run = run;
        await shown.run(run);
        received.run = null;
      },
    });
    return tellEnd(result, received.first, options, context);
  } finally {
    shown.close();
    received.close();
  }
}

/** What a run knows nothing of. */
function withoutOwn(options: CrawlCommandOptions): RunCommandOptions {
  const { stackPrefix: _prefix, keep: _keep, keepOnFailure: _failure, ...rest } = options;
  const { config: _config, secret: _secret, ...run } = rest;
  return run;
}

function tellEnd(
  result: CrawlResult,
  signal: StopSignal | null,
  { json, cwd }: CrawlCommandOptions,
  context: CommandContext,
): number {
  const bySignal = signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  const wasStopped = signal !== null && result.outcome.kind === "stopped";
  const exitCode = wasStopped ? bySignal : result.exitCode;
  if (json === true) {
    context.stdout.write(`${JSON.stringify(crawlFinished(result, exitCode))}\n`);
    return exitCode;
  }
  const colours = palette(context, "stdout");
  context.stdout.write(summaryText(result.record, result.path, colours));
  if (result.environment === null && result.record.outcome === null) {
    context.stderr.write(
      `The task is being stopped. To see it through: mayfly attach ${result.runId}\n`,
    );
  }
  if (result.environment !== null) {
    context.stdout.write(crawlSummary(result.environment, cwd, colours));
  }
  return exitCode;
}

/** What people and programs see, phase by phase: an environment's view, the run's, an environment's again. */
class Shown {
  readonly #context: CommandContext;
  readonly #json: boolean;
  #view: EnvironmentView | null = null;

  constructor(context: CommandContext, json: boolean) {
    this.#context = context;
    this.#json = json;
  }

  /** A line for people. */
  readonly note = (line: string): void => {
    if (this.#view === null) this.#context.stderr.write(`${line}\n`);
    else this.#view.note(line);
  };

  environment(event: EnvironmentEvent): void {
    this.#view ??= chooseEnvironmentView(this.#context, this.#json);
    this.#view.show(event);
    if (event.type === "environment.finished") this.close();
  }

  async run(run: Run): Promise<void> {
    const view = chooseView(this.#context, this.#json);
    try {
      await showEvents(run, view);
    } finally {
      view.close();
    }
  }

  close(): void {
    this.#view?.close();
    this.#view = null;
  }
}

/** What a first signal begins, and what others would. */
function onSignalText(target: CrawlLifeOptions["target"], keep: boolean): string {
  if (target !== "fargate") return "stopping the task; once more to leave at once.";
  const then = keep ? "the environment stays up (--keep)" : "what this crawl brought up goes down";
  return `ending in order, and ${then}; once more not to wait for the run, a third time to leave at once.`;
}

/** The signals that came, and what each asks for. */
class Received {
  /** The run that goes on. */
  run: Run | null = null;
  first: StopSignal | null = null;
  readonly close: () => void;
  readonly #ending = new AbortController();
  readonly #hurrying = new AbortController();
  readonly #leaving = new AbortController();

  constructor(context: CommandContext, shown: Shown, what: string) {
    this.close = context.onSignal((signal) => {
      if (this.first === null) {
        this.first = signal;
        shown.note(`${signal}: ${what}`);
        this.run?.stopForSignal(signal);
        this.#ending.abort();
      } else if (!this.#hurrying.signal.aborted) {
        this.#hurrying.abort();
      } else {
        this.#leaving.abort();
      }
    });
  }

  get signals() {
    return {
      signal: this.#ending.signal,
      hurrySignal: this.#hurrying.signal,
      leaveSignal: this.#leaving.signal,
    };
  }
}
