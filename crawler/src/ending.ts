import { SettingError } from "./config.ts";
import type { CrawlCounts } from "./crawl-parts.ts";
import {
  BrowserNetworkError,
  BrowserUnavailableError,
  OutputError,
  ResultsError,
  sentenceOf,
} from "./errors.ts";
import type { Output } from "./output.ts";
import { summaryRecord, type CrawlEnd } from "./summary.ts";

/** How a crawl ends: once, whatever comes later, with a summary record and the exit code that it names. */
export class Ending {
  readonly #output: Output;
  readonly #startedMs = Date.now();
  /** Counts of the crawl, once there is one. */
  counts: () => CrawlCounts = () => ({ retrieved: 0, failed: 0, skipped: 0, skips: {}, queued: 0 });
  #finished: number | null = null;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Writes the summary, unless it is written. Returns the exit code of the first one. */
  finish(end: CrawlEnd, detail?: string): number {
    if (this.#finished !== null) return this.#finished;
    const summary = summaryRecord(end, this.counts(), this.#startedMs, Date.now(), detail);
    try {
      this.#output.record(summary);
    } catch {
      // Its reader is gone; the exit code says the same.
    }
    const isGood = summary.outcome === "completed";
    const counts = `${String(summary.retrieved)} retrieved, ${String(summary.failed)} failed, ${String(summary.skipped)} skipped.`;
    this.#output.log(
      isGood ? "INFO" : "ERROR",
      `${isGood ? "🏁" : "🚨"} ${summary.message} ${counts}`,
    );
    this.#finished = summary.exitCode;
    return this.#finished;
  }

  /** The same for an error that ended the crawl. `hadBrowser`: whether a session was open. */
  finishWith(error: unknown, hadBrowser: boolean): number {
    if (error instanceof OutputError) {
      return this.finish(error.outOfSpace ? "outOfSpace" : "interrupted", sentenceOf(error));
    }
    const isSetting = error instanceof SettingError || error instanceof BrowserNetworkError;
    if (isSetting || error instanceof ResultsError) {
      return this.finish("invalidConfig", sentenceOf(error));
    }
    if (error instanceof BrowserUnavailableError) {
      return this.finish(hadBrowser ? "browserCrashed" : "browserUnavailable", sentenceOf(error));
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return this.finish("fatal", detail);
  }
}
