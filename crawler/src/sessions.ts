import type { Visit } from "./classify.ts";
import { sentenceOf } from "./errors.ts";
import type { Output } from "./output.ts";
import type { BrowserSession } from "./browser-session.ts";
import { SessionSlot } from "./session-slot.ts";

/** Pages after which a session may be replaced because memory is short: a fresh one has little to give back. */
const pagesBeforeRecycling = 20;

/** What several sessions need. */
export interface SessionsOptions {
  /** The session that opened the gate. */
  readonly first: BrowserSession;
  /** Sessions at once, at most. */
  readonly most: number;
  /** Opens another session, or throws when there is none to be had. */
  readonly open: () => Promise<BrowserSession>;
  /** Whether the memory of the task, or of this machine, is nearly used up. */
  readonly isMemoryShort: () => Promise<boolean>;
  readonly output: Output;
  /** Aborted when the crawl is to end: a session that cannot be had then is not missed. */
  readonly stopping: AbortSignal;
}

/**
 * Visits pages with several sessions, which are opened as they are needed. When one cannot be had any more, or memory is
 * short, the crawl goes on with fewer.
 */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #slots = new Set<SessionSlot>();
  readonly #idle: SessionSlot[] = [];
  readonly #waiting: (() => void)[] = [];
  #most: number;
  #warmUp: Promise<void> = Promise.resolve();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#most = options.most;
    this.#idle.push(this.#newSlot(options.first));
  }

  /** Pages that can be visited at once. */
  get capacity(): number {
    return this.#most;
  }

  /** Whether a session is one of these. */
  has(sessionId: string): boolean {
    return [...this.#slots].some((slot) => slot.sessionId === sessionId);
  }

  /** One attempt at a page. Throws only when no session can be opened, and no other is open. */
  async visit(url: string): Promise<Visit> {
    for (;;) {
      const slot = await this.#take();
      try {
        const visit = await slot.visit(url);
        await this.#relieve(slot);
        this.#giveBack(slot);
        return visit;
      } catch (error) {
        this.#slots.delete(slot);
        this.#wakeOne();
        if (this.#slots.size === 0 || this.#options.stopping.aborted) throw error;
        this.#reduce(sentenceOf(error));
      }
    }
  }

  /** Opens in the background, one by one, the sessions that a crawl will need as soon as its first page names others. */
  warmUp(): void {
    const slots: SessionSlot[] = [];
    while (this.#slots.size < this.#most) slots.push(this.#newSlot(null));
    this.#warmUp = this.#openAll(slots);
  }

  /** Quits all sessions. */
  async close(): Promise<void> {
    await this.#warmUp;
    await Promise.all([...this.#slots].map((slot) => slot.close()));
  }

  async #openAll(slots: readonly SessionSlot[]): Promise<void> {
    for (const slot of slots) {
      try {
        await slot.open();
        this.#giveBack(slot);
      } catch (error) {
        for (const other of slots.slice(slots.indexOf(slot))) this.#slots.delete(other);
        if (!this.#options.stopping.aborted) this.#reduce(sentenceOf(error));
        this.#wakeOne();
        return;
      }
    }
  }

  #newSlot(first: BrowserSession | null): SessionSlot {
    const slot = new SessionSlot(first, this.#options.open);
    this.#slots.add(slot);
    return slot;
  }

  async #take(): Promise<SessionSlot> {
    for (;;) {
      const slot =
        this.#idle.pop() ?? (this.#slots.size < this.#most ? this.#newSlot(null) : undefined);
      if (slot !== undefined) return slot;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #giveBack(slot: SessionSlot): void {
    if (this.#slots.has(slot)) this.#idle.push(slot);
    this.#wakeOne();
  }

  #wakeOne(): void {
    this.#waiting.shift()?.();
  }

  /** A browser keeps memory of what it showed; a new one does not. */
  async #relieve(slot: SessionSlot): Promise<void> {
    if (slot.pages < pagesBeforeRecycling || !(await this.#options.isMemoryShort())) return;
    await slot.close();
    if (this.#slots.size > 1) {
      this.#slots.delete(slot);
      this.#reduce("memory is nearly used up.");
    } else {
      this.#options.output.log("INFO", "Memory is nearly used up: going on with a new session.");
    }
  }

  #reduce(why: string): void {
    this.#most = Math.max(1, this.#slots.size);
    const count = this.#most === 1 ? "one session" : `${String(this.#most)} sessions`;
    this.#options.output.log("WARNING", `⛔ Going on with ${count}: ${why}`);
  }
}
