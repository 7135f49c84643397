import {
  environmentNames,
  type PageRecord,
  type SkipRecord,
  type SummaryRecord,
} from "../../crawler/src/contract.ts";
import { writeJsonAtomic } from "../atomic-file.ts";
import { isoTime, type Clock } from "../clock.ts";
import { fileError, MayflyError } from "../errors.ts";
import type { RunEvent } from "../events.ts";
import { emptyLedger, foldSnapshot, type Ledger } from "../lifecycle/ledger.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import { furthestState, timeline } from "../lifecycle/timeline.ts";
import type { StopRequest } from "../lifecycle/verdict.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import { parseCrawlerRecord } from "./crawler-records.ts";
import { endOfRun } from "./end-of-run.ts";
import { ledgerEvent } from "./ledger-event.ts";
import { countPage, countSkip, moveTo, type RunRecord } from "./record.ts";
import { RunFiles } from "./run-files.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * The only writer of a run folder: turns what the target says into events, files and the record, in step.
 * Every method may throw `MayflyError` when the disk does not take it; after that nothing more is written but the end.
 */
export class Journal {
  readonly folder: RunFolder;
  readonly #clock: Clock;
  readonly #files: RunFiles;
  readonly #tell: (event: RunEvent) => void;
  #record: RunRecord;
  #dirty = true;
  readonly #visited = new Set<string>();
  /** What the containers said last: where a reason is not in the task, it is there. */
  #lastLines: readonly string[] = [];

  /** Opens the files; `tell` hears each event after it is on disk. A record with a position is gone on with. */
  constructor(
    folder: RunFolder,
    record: RunRecord,
    containers: readonly string[],
    clock: Clock,
    tell: (event: RunEvent) => void,
  ) {
    this.folder = folder;
    this.#record = record;
    this.#clock = clock;
    this.#tell = tell;
    this.#files = new RunFiles(folder, containers, record.position.bytes);
  }

  get record(): RunRecord {
    return this.#record;
  }

  get #ledger(): Ledger {
    const { taskId, task, ledger } = this.#record;
    return { taskId, snapshot: task, entries: ledger };
  }

  /** Whether the task is known to have reached RUNNING. */
  get ran(): boolean {
    return furthestState(this.#ledger) === "RUNNING";
  }

  /** Since when the task of now is to start, in milliseconds: from the beginning, or from when one that ran had stopped. */
  get startingSinceMs(): number {
    const { attempts, createdAt } = this.#record;
    const ends = attempts.flatMap(({ states }) => {
      const hasRun = states.some(({ state, at }) => state === "RUNNING" && at !== null);
      return hasRun ? (states.at(-1)?.at ?? []) : [];
    });
    return Date.parse(ends.at(-1) ?? createdAt);
  }

  /** The first event of a run. */
  start(): void {
    const { target, urls } = this.#record;
    this.#emit({
      type: "run.started",
      ...this.#base(),
      target,
      urls,
      recordPath: this.folder.record,
    });
  }

  fold(snapshot: TaskSnapshot): void {
    const { ledger, added } = foldSnapshot(this.#ledger, snapshot, isoTime(this.#clock.now()));
    this.#change({ ledger: ledger.entries, task: ledger.snapshot, states: timeline(ledger) });
    for (const entry of added) this.#emit(ledgerEvent(entry, this.#record));
  }

  /** One line of a container's log: a crawler record, or a line for people. `at` is when it was logged. Default: now. */
  line(container: string, text: string, at?: string): void {
    const record = container === "crawler" ? parseCrawlerRecord(text) : null;
    switch (record?.type) {
      case undefined: {
        this.#lastLines = [...this.#lastLines.slice(-99), text];
        this.#files.log(container, text);
        this.#emit({ type: "log", ...this.#taskBase(at), container, message: text });
        return;
      }
      case "page": {
        this.#page(record, at);
        return;
      }
      case "skip": {
        this.#skip(record, at);
        return;
      }
      case "summary": {
        this.#summary(record, at);
        return;
      }
    }
  }

  /** A page or a skip that the crawler kept, and whose line never came. */
  keptRecord(record: PageRecord | SkipRecord): void {
    const { pages, summary } = this.#record;
    if (record.type === "skip") {
      this.#skip(record);
      // The summary had counted it.
      if (summary !== null) this.#change({ pages });
    } else this.#page({ ...record, queued: this.#record.pages.queued });
  }

  warn(message: string): void {
    this.#change({ warnings: [...this.#record.warnings, message] });
    this.#emit({ type: "warning", ...this.#base(), message });
  }

  /** Counts one call to the target. */
  countCall(kind: string): void {
    const { calls } = this.#record;
    this.#change({ calls: { ...calls, [kind]: (calls[kind] ?? 0) + 1 } });
  }

  /** Remembers the reason of a stop that Mayfly asks for. */
  stopRequested(stopRequest: StopRequest): void {
    this.#change({ stopRequest });
  }

  /**
   * Another task was started in place of the one that stopped for `reason`: its life begins from nothing. `place` is where it
   * goes on with the crawl; null where nothing was kept.
   */
  relaunched(reason: string, place: string | null = null): void {
    const { task, states, ledger, attempts, position, taskId, settings } = this.#record;
    const former = { taskArn: task?.taskArn ?? null, reason, states, ledger };
    const empty = emptyLedger(taskId);
    this.#change({
      attempts: [...attempts, former],
      ledger: empty.entries,
      task: empty.snapshot,
      states: timeline(empty),
      settings: place === null ? settings : { ...settings, [environmentNames.results]: place },
      // That of the task before is not the crawl's last word any more.
      summary: null,
      position: { ...position, snapshots: "", logs: {} },
    });
    const attempt = attempts.length + 2;
    this.#emit({ type: "task.relaunched", ...this.#taskBase(), attempt, reason });
  }

  /** Remembers how far the task's snapshots, or a container's log, were read. */
  readTo(cursor: string, container?: string): void {
    const position = moveTo(this.#record.position, cursor, container);
    if (position !== this.#record.position) this.#change({ position });
  }

  /** Writes the record if anything changed since the last save. */
  save(): void {
    if (!this.#dirty) return;
    this.#change({
      position: { ...this.#record.position, bytes: this.#files.bytes },
      updatedAt: isoTime(this.#clock.now()),
    });
    try {
      writeJsonAtomic(this.folder.record, this.#record);
    } catch (error) {
      throw fileError(`write ${this.folder.record}`, error);
    }
    this.#dirty = false;
  }

  /** Ends the run: verdict and diagnosis into the record, then the last event. Never throws: the end is always told. */
  finish(outcome: Outcome): void {
    const finishedAt = isoTime(this.#clock.now());
    const furthest = furthestState(this.#ledger);
    this.#change(endOfRun(this.#record, outcome, furthest, finishedAt, this.#lastLines));
    const last: RunEvent = {
      type: "run.finished",
      ...this.#base(),
      outcome: outcome.kind,
      reason: outcome.reason,
      exitCode: outcomeExitCode(outcome),
      recordPath: this.folder.record,
    };
    try {
      this.#files.settleSkips(this.#visited);
      // The record first: whoever hears of the end may read it at once.
      this.save();
      this.#files.event(last);
    } catch (error) {
      if (!(error instanceof MayflyError)) throw error;
    }
    this.#tell(last);
  }

  close(): void {
    this.#files.close();
  }

  #page({ type, ...page }: PageRecord, at?: string): void {
    const { queued, ...kept } = page;
    this.#files.page(kept);
    // Of a crawl that goes on, a URL may be visited whose skip was told before.
    if (this.#record.resumes !== null) this.#visited.add(page.url);
    this.#change({ pages: countPage(this.#record.pages, page.error !== undefined, queued) });
    this.#emit({ type, ...this.#taskBase(at), ...page });
  }

  #skip({ type, ...skip }: SkipRecord, at?: string): void {
    this.#files.skip(skip);
    this.#change({ pages: countSkip(this.#record.pages, skip.reason) });
    this.#emit({ type, ...this.#taskBase(at), ...skip });
  }

  #summary({ type, ...summary }: SummaryRecord, at?: string): void {
    const { pages } = this.#record;
    const { queued, skipped, skips = pages.skips } = summary;
    this.#change({ summary, pages: { ...pages, queued, skipped, skips } });
    this.#emit({ type, ...this.#taskBase(at), ...summary });
  }

  #base(at = isoTime(this.#clock.now())): { at: string; runId: string } {
    return { at, runId: this.#record.runId };
  }

  #taskBase(at?: string): { at: string; runId: string; taskId: string } {
    return { ...this.#base(at), taskId: this.#record.taskId };
  }

  #change(changes: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...changes };
    this.#dirty = true;
  }

  #emit(event: RunEvent | null): void {
    if (event === null) return;
    this.#files.event(event);
    this.#tell(event);
  }
}
