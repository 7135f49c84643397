import { exitCodes } from "../exit-codes.ts";
import { results } from "../run/results.ts";
import { resultsText } from "../views/results.ts";
import { baseOf, palette, type CommandContext } from "./context.ts";
import type { LookupOptions } from "./find-or-adopt.ts";

/** Options of `mayfly results`. */
export interface ResultsCommandOptions extends LookupOptions {
  /** Folder to fetch to. */
  readonly to?: string;
}

/**
 * `mayfly results RUN`: fetches all that a run, or the runs of a group, kept in a bucket, and completes the pages of the run
 * folder. RUN may be a place, `s3://bucket/prefix`. Exits with 1 where nothing was kept.
 */
export async function resultsCommand(
  wanted: string,
  options: ResultsCommandOptions,
  context: CommandContext,
): Promise<number> {
  const ending = new AbortController();
  const received: { signal: "SIGINT" | "SIGTERM" | null } = { signal: null };
  const stopListening = context.onSignal((signal) => {
    received.signal ??= signal;
    ending.abort();
  });
  try {
    const { to, stack, cwd } = options;
    const fetched = await results(wanted, {
      out: baseOf(options),
      signal: ending.signal,
      log: (line) => context.stderr.write(`${line}\n`),
      ...(to === undefined ? {} : { to }),
      ...(stack === undefined ? {} : { stack }),
      ...(cwd === undefined ? {} : { workDir: cwd }),
    });
    for (const one of fetched) {
      context.stdout.write(
        options.json === true
          ? `${JSON.stringify(one)}\n`
          : resultsText(one, palette(context, "stdout")),
      );
    }
    return fetched.some(({ files }) => files > 0) ? exitCodes.completed : exitCodes.failed;
  } catch (error) {
    if (received.signal === null) throw error;
    context.stderr.write(
      `mayfly: ${received.signal}: not all was fetched; the same command goes on with what is missing.\n`,
    );
    return received.signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  } finally {
    stopListening();
  }
}
