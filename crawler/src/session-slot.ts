import { randomUUID } from "node:crypto";
import { classify, type Visit } from "./classify.ts";
import type { VisitLog } from "./document-answer.ts";
import { WatchdogError } from "./errors.ts";
import { isFailureOfWay } from "./failure-of-way.ts";
import type { PageReading } from "./page-script.ts";
import { DialogsError, openPastDialogs, readRestless } from "./restless-page.ts";
import type { BrowserSession } from "./browser-session.ts";

/** Pages after which a session is replaced: a browser grows with its history. */
const pagesPerSession = 200;

/** Visits one page at a time, and replaces its session when that is lost, poisoned or worn out. */
export class SessionSlot {
  readonly #open: () => Promise<BrowserSession>;
  #session: BrowserSession | null;
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

  /** Opens a session, unless one is open. Throws when there is none to be had. */
  async open(): Promise<void> {
    this.#session ??= await this.#open();
  }

  /** One attempt at a page, and one more without the cookies of pages before where these are too much for the server. Throws only when no session can be opened. */
  async visit(url: string): Promise<Visit> {
    const visit = await this.#visit(url);
    if (!isTooMuchSent(visit) || this.#pages <= 1) return visit;
    await this.close();
    return await this.#visit(url);
  }

  async #visit(url: string): Promise<Visit> {
    if (this.#pages >= pagesPerSession) await this.close();
    let session = (this.#session ??= await this.#open());
    let openError = await openingError(session, url);
    if (openError instanceof DialogsError) {
      // Another page's dialogs cost this one nothing.
      await this.close();
      session = this.#session = await this.#open();
      openError = await openingError(session, url);
    }
    this.#pages += 1;
    let reading: PageReading | null = null;
    let readError: unknown;
    let log: VisitLog | null = null;
    // Who does not answer is not asked again: a signal would have to wait for that, too.
    if (!(openError instanceof WatchdogError)) {
      try {
        if (openError !== undefined) await session.hurry();
        reading = await readRestless(session, randomUUID());
        // A page that does not answer would hold the log, too.
        log = await session.log(url, reading.href);
      } catch (error) {
        readError = error;
      }
    }
    const visit = await this.#withSent(classify({ openError, reading, readError, log }), session);
    if (visit.kind === "document") return await this.#withFiles(visit, session);
    if (visit.kind !== "error") return visit;
    if (visit.poisoned) await this.close();
    else if (isFailureOfWay(visit)) return { ...visit, failedUrl: await failedUrl(session, url) };
    return visit;
  }

  /** The same for its bytes. */
  async #withSent(visit: Visit, session: BrowserSession): Promise<Visit> {
    if (session.sent === undefined || visit.kind === "noDocument") return visit;
    if (visit.kind === "error" && (visit.reading === null || visit.poisoned)) return visit;
    try {
      return { ...visit, sent: await session.sent() };
    } catch {
      await this.close();
      return visit;
    }
  }

  /** The page counts whatever becomes of its files. */
  async #withFiles(
    visit: Extract<Visit, { kind: "document" }>,
    session: BrowserSession,
  ): Promise<Visit> {
    if (session.capture === undefined) return visit;
    try {
      return { ...visit, files: await session.capture() };
    } catch {
      await this.close();
      return { ...visit, files: { screenshot: null, pdf: null } };
    }
  }

  /** Quits the session, if there is one. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#pages = 0;
    await session?.quit();
  }
}

/** Whether the server refuses what the browser sends beside the URL; nginx and others say so in a page of status 400. */
function isTooMuchSent(visit: Visit): boolean {
  if (visit.kind !== "error") return false;
  const { status, reading } = visit;
  return (
    status === 431 ||
    (status === 400 && /(?:header|cookie).*too (?:large|long|big)/i.test(reading?.title ?? ""))
  );
}

/** What `get` threw; undefined when it did not. */
async function openingError(session: BrowserSession, url: string): Promise<unknown> {
  try {
    await openPastDialogs(session, url);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The last URL of the redirects from `url`, as the browser has it. */
async function failedUrl(session: BrowserSession, url: string): Promise<string> {
  const current = await session.currentUrl().catch(() => url);
  return /^https?:/.test(current) && URL.canParse(current) ? current : url;
}
