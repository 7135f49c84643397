import type { BrowserArgumentSettings } from "./browser-arguments.ts";
import type { CrawlSettings } from "./config.ts";
import type { VisitLog } from "./document-answer.ts";
import type { SentDocument } from "./document-body.ts";
import type { WantedContent } from "./page-content.ts";
import type { PageFiles, WantedFiles } from "./page-files.ts";
import type { PageReading } from "./page-script.ts";
import type { WaitSettings } from "./page-wait.ts";
import type { SetUp } from "./session-set-up.ts";

/** One WebDriver session, as far as a crawl needs it. */
export interface BrowserSession {
  /** WebDriver's id of the session. */
  readonly id: string;
  /** Navigates, until DOMContentLoaded. Throws WebDriver's error, or `WatchdogError`. */
  readonly open: (url: string) => Promise<void>;
  /** Lets a page that did not load in time have the script time-out alone, until the next {@link open}. Throws likewise. */
  readonly hurry: () => Promise<void>;
  /** Reads the page and leaves `mark` in it. Throws likewise. */
  readonly read: (mark: string) => Promise<PageReading>;
  /** URL of what the browser shows, also of a page that could not be loaded: the last of its redirects. Throws likewise. */
  readonly currentUrl: () => Promise<string>;
  /**
   * What the browser's network tells of the visit to `url`, since the last call; null where the endpoint keeps no such log.
   * `href` is the URL of the document that was read.
   */
  readonly log: (url: string, href?: string) => Promise<VisitLog | null>;
  /** Pictures and prints of the page; absent where none are wanted. Throws `WatchdogError` alone. */
  readonly capture?: () => Promise<PageFiles>;
  /** How the document came that the last {@link log} told of, null where that is not known; absent where it is not wanted. Throws likewise. */
  readonly sent?: () => Promise<SentDocument | null>;
  /** Ends the session; a session that cannot be ended is left alone. */
  readonly quit: () => Promise<void>;
}

/** Settings that a session depends on. */
export type SessionSettings = BrowserArgumentSettings &
  Pick<CrawlSettings, "browserBinary" | "pageLoadTimeout" | "scriptTimeout"> & {
    /** Language that pages are asked for in; the browser's own where it is absent. */
    readonly locale?: string | undefined;
    /** What is kept of a page beside its links; nothing where it is absent. */
    readonly content?: WantedContent;
    /** Files that are wanted of each page; none where it is absent. */
    readonly files?: WantedFiles;
    /** Whether it is wanted how documents came; not where it is absent. */
    readonly warc?: boolean;
    /** What pages get time for before they are read; nothing where it is absent. */
    readonly wait?: WaitSettings;
    /** What the session gets before its first page; nothing where it is absent. */
    readonly setUp?: SetUp;
  };
