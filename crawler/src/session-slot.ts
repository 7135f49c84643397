import { randomUUID } from "node:crypto";
import { classify, type Visit } from "./classify.ts";
import { messageOf, WatchdogError } from "./errors.ts";
import type { PageReading } from "./page-script.ts";
import type { BrowserSession } from "./session.ts";

/** Pages after which a session is replaced: a browser grows with its history. */
const pagesPerSession = 200;

/** Visits one page at a time, and replaces its session when that is lost, poisoned or worn out. */
export class SessionSlot {
  readonly #open: () => Promise<BrowserSession>;
  #session: BrowserSession | null;
  #mark: string | null = null;
  #pages = 0;

  /** `first` may be opened already. `open` opens another session, or throws when there is none to be had any more. */
  constructor(first: BrowserSession | null, open: () => Promise<BrowserSession>) {
    this.#session = first;
    this.#open = open;
  }

  /** Id of the session that is open; null when there is none. */
  get sessionId(): string | null {
    return this.#session?.id ?? null;
  }

  /** Pages since the session was opened. */
  get pages(): number {
    return this.#pages;
  }

  /** One attempt at a page. Throws only when no session can be opened. */
  async visit(url: string): Promise<Visit> {
    if (this.#pages >= pagesPerSession) await this.close();
    const session = (this.#session ??= await this.#open());
    this.#pages += 1;
    const previousMark = this.#mark;
    let openError: unknown;
    try {
      await session.open(url);
    } catch (error) {
      openError = error;
    }
    this.#mark = randomUUID();
    let reading: PageReading | null = null;
    let readError: unknown;
    // Who does not answer is not asked again: a signal would have to wait for that, too.
    if (!(openError instanceof WatchdogError)) {
      try {
        reading = await readTwice(session, this.#mark);
      } catch (error) {
        readError = error;
      }
    }
    const visit = classify({ openError, reading, readError, previousMark });
    if (visit.kind === "error" && visit.poisoned) await this.close();
    return visit;
  }

  /** Quits the session, if there is one. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#mark = null;
    this.#pages = 0;
    await session?.quit();
  }
}

/** A page that moves on by script or `<meta>` while it is read is read once more, as the page it became. */
async function readTwice(session: BrowserSession, mark: string): Promise<PageReading> {
  try {
    return await session.read(mark);
  } catch (error) {
    if (
      !/document unloaded|context was destroyed|Inspected target navigated/i.test(messageOf(error))
    ) {
      throw error;
    }
    return await session.read(mark);
  }
}
