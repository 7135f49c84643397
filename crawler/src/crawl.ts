import type { CrawlCounts, CrawlParts } from "./crawl-parts.ts";
import { CrawlState } from "./crawl-state.ts";
import type { FrontierEntry } from "./known-urls.ts";
import { PageVisit } from "./page-visit.ts";
import { WakeUp } from "./wake-up.ts";

/** One crawl: takes URLs from the frontier, several at once, and writes a record for each page and each skip. */
export class Crawl {
  readonly #parts: CrawlParts;
  readonly #state: CrawlState;
  readonly #wakeUp: WakeUp;
  /** Pages that are being loaded. */
  #loading = 0;
  /** Milliseconds since the epoch from which another page may be taken. */
  #notBeforeMs = 0;
  /** Milliseconds between the beginnings of two pages of a host, where several are loaded at once. */
  readonly #pauses = new Map<string, number>();
  #failure: { readonly error: unknown } | null = null;

  constructor(parts: CrawlParts) {
    this.#parts = parts;
    this.#state = new CrawlState(parts);
    this.#wakeUp = new WakeUp(parts.clock, parts.stopping);
  }

  get counts(): CrawlCounts {
    const { counts } = this.#state.records;
    const left = this.#parts.leaving?.aborted === true ? this.#loading : 0;
    return { ...counts, queued: counts.queued + left };
  }

  /** Whether the crawl ended because its size limit was reached, with URLs left to visit. */
  get isFull(): boolean {
    const { sizeLimit = Infinity } = this.#parts.settings;
    return this.#state.records.written.bytes >= sizeLimit && this.#state.frontier.size > 0;
  }

  /** Saves how far the crawl is. */
  async save(): Promise<void> {
    await this.#parts.journal.save(() => this.#state.checkpoint());
  }

  /**
   * Crawls until nothing is left, the page or size limit is reached, or `stopping` is aborted. Waits for the pages in flight,
   * unless `leaving` is aborted: nothing is written of them any more.
   */
  async run(): Promise<void> {
    await this.#state.begin();
    const unlisten = this.#wakeUp.listen();
    await this.#takeAll().finally(unlisten);
    await this.#state.tellLeft();
  }

  async #takeAll(): Promise<void> {
    const { clock, stopping, leaving } = this.#parts;
    while (this.#failure === null && !stopping.aborted) {
      const pauseMs = this.#notBeforeMs - clock.now();
      if (this.#hasRoom() && pauseMs > 0 && this.#state.frontier.size > 0) {
        await this.#wakeUp.sleep(pauseMs);
        continue;
      }
      if (this.#hasRoom()) {
        const step = this.#state.frontier.next(clock.now());
        if (step.kind === "visit") {
          this.#take(step.entry);
          continue;
        }
        if (step.kind === "wait") {
          await this.#wakeUp.sleep(step.ms);
          continue;
        }
      }
      // Only a page that is being loaded can bring more.
      if (this.#loading === 0) break;
      await this.#wakeUp.wait();
    }
    leaving?.addEventListener("abort", () => {
      this.#wakeUp.wake();
    });
    while (this.#loading > 0 && leaving?.aborted !== true) await this.#wakeUp.wait();
    if (this.#failure !== null) throw this.#failure.error;
  }

  #hasRoom(): boolean {
    const { settings, capacity } = this.#parts;
    const { sizeLimit = Infinity } = settings;
    return (
      this.#state.records.written.bytes < sizeLimit &&
      this.#loading < capacity() &&
      this.#state.records.pages + this.#loading < settings.maxPages
    );
  }

  #take(entry: FrontierEntry): void {
    const { rate, connections } = this.#parts.settings;
    const { frontier } = this.#state;
    const sharedMs = this.#pauses.get(new URL(entry.url).host);
    if (sharedMs !== undefined) frontier.hold(entry.url, this.#parts.clock.now() + sharedMs);
    this.#loading += 1;
    if (rate !== undefined) this.#notBeforeMs = this.#parts.clock.now() + 1000 / rate;
    const visit = new PageVisit(this.#parts, this.#state, entry);
    void visit
      .run()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .then(() => {
        // It stays among those that count as queued.
        if (this.#parts.leaving?.aborted === true) return;
        this.#loading -= 1;
        const { pauseMs } = visit;
        // A host that wants pauses is asked for one page at a time.
        const usual = pauseMs === null ? null : pauseMs > 0 ? 1 : Infinity;
        const isShared = connections !== undefined && connections > 1;
        if (isShared && pauseMs !== null && pauseMs > 0) {
          this.#pauses.set(new URL(entry.url).host, pauseMs);
        }
        frontier.release(entry.url, connections ?? usual);
        this.#wakeUp.wake();
      });
  }
}
