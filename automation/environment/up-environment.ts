import type { StackOutputs } from "../../infra/outputs.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { Run } from "../run/run.ts";
import type { RunGroup } from "../run/run-group.ts";
import { runGroup, type RunGroupOptions } from "../run/start-group.ts";
import { run } from "../run/start-run.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import type { Operated } from "./operate.ts";
import { downStack, type DownOptions } from "./operations.ts";

/** An environment that is up. `await using` takes it down on leaving the block, unless it was brought up with `keep`. */
export class UpEnvironment implements AsyncDisposable, Operated {
  /** Name of its stack. */
  readonly stack: string;
  readonly outputs: StackOutputs;
  /** Resources by Pulumi's word for what bringing it up did. */
  readonly changes: Readonly<Record<string, number>>;
  /** Milliseconds that bringing it up took. */
  readonly durationMs: number;
  readonly #options: EnvironmentOptions;
  readonly #keep: boolean;
  #down: Promise<Operated> | null = null;

  /** @internal */
  constructor(
    stack: string,
    outputs: StackOutputs,
    { changes, durationMs }: Operated,
    options: EnvironmentOptions,
    keep: boolean,
  ) {
    this.stack = stack;
    this.outputs = outputs;
    this.changes = changes;
    this.durationMs = durationMs;
    // What ended the work with the environment must not end its removal, which has a deadline of its own.
    const { signal: _signal, leaveSignal: _leaveSignal, timeoutMs: _timeoutMs, ...rest } = options;
    this.#options = rest;
    this.#keep = keep;
  }

  /** Runs a crawl in it, on Fargate, and conducts it in the background. */
  async run(options: Omit<RunOptions, "stack" | "outputs" | "workDir">): Promise<Run> {
    return await run({ ...options, outputs: this.outputs });
  }

  /** Runs several tasks of it alike, each a run of its own, and conducts them in the background. */
  async runGroup(
    options: Omit<RunGroupOptions, "stack" | "outputs" | "workDir">,
  ): Promise<RunGroup> {
    return await runGroup({ ...options, outputs: this.outputs });
  }

  /** Takes it down; further calls wait for the same end. After a failure, the next call tries again. */
  async down(
    options: Pick<DownOptions, "remove" | "signal" | "leaveSignal" | "timeoutMs"> = {},
  ): Promise<Operated> {
    this.#down ??= downStack({ ...this.#options, ...options });
    try {
      return await this.#down;
    } catch (error) {
      this.#down = null;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#keep) await this.down();
  }
}
