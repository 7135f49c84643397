import type { PageErrorCode } from "./contract.ts";
import type { DocumentAnswer, VisitLog } from "./document-answer.ts";
import type { SentDocument } from "./document-body.ts";
import { messageOf, WatchdogError } from "./errors.ts";
import type { PageFiles } from "./page-files.ts";
import type { PageReading } from "./page-script.ts";
import { RestlessPageError } from "./restless-page.ts";

/** Documents, one after another, that one visit may show: login pages and consent walls need a few. */
const mostDocuments = 20;

/** What came of one attempt at a page. */
export type Visit =
  | {
      readonly kind: "document";
      readonly reading: PageReading;
      readonly partial: boolean;
      /** Absent where none are wanted. */
      readonly files?: PageFiles;
      /** How it came, where that is wanted; null where the browser cannot tell. */
      readonly sent?: SentDocument | null;
      /** How the server answered, where that is known, here and below. */
      readonly answer?: DocumentAnswer;
    }
  /** The URL answered no document: the browser still shows the page before. */
  | { readonly kind: "noDocument"; readonly answer?: DocumentAnswer }
  | FailedVisit;

/** An attempt that ended in an error. */
export interface FailedVisit {
  readonly kind: "error";
  readonly code: PageErrorCode;
  readonly message: string;
  /** HTTP status where there was one. */
  readonly status: number | null;
  /** The document, where the error came with one (an HTTP error page). */
  readonly reading: PageReading | null;
  /** How that came, where it is wanted; null where the browser cannot tell. */
  readonly sent?: SentDocument | null;
  /** The session must be replaced before the next page. */
  readonly poisoned: boolean;
  /** URL that failed, the last of the redirects; only where the browser knows no more than that the way there failed. */
  readonly failedUrl?: string;
  readonly answer?: DocumentAnswer;
}

/** What is known after `get` and the page script. */
export interface Evidence {
  /** What `get` threw; undefined when it resolved. */
  readonly openError: unknown;
  /** What the page script gave; null when it failed. */
  readonly reading: PageReading | null;
  /** What the page script threw. */
  readonly readError: unknown;
  /** What the browser's network told; null where that is not known. */
  readonly log: VisitLog | null;
}

/**
 * Tells what a page load really was. Chrome's `get` resolves on a reset connection, a redirect loop, a 204 and a download,
 * with an error page or the previous page still there.
 */
export function classify(evidence: Evidence): Visit {
  const { log, reading } = evidence;
  const visit = classified(evidence);
  // Chrome shows a page of its own for an HTTP error without a body.
  const isAnswered = visit.kind !== "noDocument" && reading !== null && reading.errorCode === null;
  const answer = isAnswered ? log?.shown : log?.asked;
  return answer === undefined || answer === null ? visit : { ...visit, answer };
}

function classified({ openError, reading, readError, log }: Evidence): Visit {
  const netError = /net::(ERR_\w+)/.exec(openError === undefined ? "" : messageOf(openError))?.[1];
  // A network error is told by a browser that lives, whatever its name sounds like: ERR_INTERNET_DISCONNECTED.
  const loss = [netError === undefined ? openError : undefined, readError].find(isSessionLoss);
  if (loss !== undefined) return failure("browserCrash", messageOf(loss), true);
  const isOld = typeof reading?.oldMark === "string" || reading?.wentBack === true;
  // The error page of the URL before tells nothing of this one.
  if (typeof reading?.errorCode === "string" && !isOld) {
    return chromeError(reading, netError);
  }
  if (netError !== undefined && netError !== "ERR_ABORTED") {
    return failure(netErrorCode(netError), netError, false);
  }
  if (readError instanceof RestlessPageError)
    return failure("redirectLoop", readError.message, true);
  if (reading === null) {
    // A page that lets no script run, such as one in an endless loop, holds the session for ever.
    const error = readError ?? openError;
    return isTimeout(error)
      ? failure("timeout", "the page lets no script run within the script time-out", true)
      : failure("webdriver", messageOf(error), true);
  }
  if (log !== null && log.documents > mostDocuments) {
    return failure("redirectLoop", "the page moves on by script again and again", true);
  }
  if (isOld || !/^https?:/.test(reading.href)) {
    if (log?.isShown === true) {
      return failure("movedAway", `the page moved on to ${placeOf(reading, isOld)}`, false);
    }
    return isTimeout(openError)
      ? failure("timeout", "no response within the page load time-out", false)
      : openError === undefined || netError === "ERR_ABORTED"
        ? { kind: "noDocument" }
        : failure("webdriver", messageOf(openError), false);
  }
  if (openError !== undefined && !isTimeout(openError) && netError === undefined) {
    return failure("webdriver", messageOf(openError), false);
  }
  if (reading.status >= 400) {
    return {
      ...failure("httpError", `HTTP status ${String(reading.status)}`, false),
      status: reading.status,
      reading,
    };
  }
  // Chrome shows what came with a status that HTTP does not have, too.
  const status = log?.shown?.status ?? (reading.status === 0 ? undefined : reading.status);
  if (status !== undefined && status < 100) {
    return { ...failure("httpError", `HTTP status ${String(status)}`, false), reading };
  }
  const isBroken = ![undefined, null, "ERR_ABORTED"].includes(log?.shown?.brokenBy);
  return { kind: "document", reading, partial: isTimeout(openError) || isBroken };
}

function placeOf({ href }: PageReading, isOld: boolean): string {
  return isOld
    ? "a page that was there before"
    : (/^[a-z-]+:(?:blank|srcdoc)?/.exec(href)?.[0] ?? "nothing");
}

/** An attempt that ended in an error without a document. */
export function failure(code: PageErrorCode, message: string, poisoned: boolean): FailedVisit {
  return { kind: "error", code, message, status: null, reading: null, poisoned };
}

/** Chrome shows its own error page, also for an HTTP status without a body and for 401. */
function chromeError(reading: PageReading, netError: string | undefined): Visit {
  if (reading.status >= 400) {
    return {
      ...failure("httpError", `HTTP status ${String(reading.status)}`, false),
      status: reading.status,
    };
  }
  const name =
    netError ?? (reading.errorCode === "" ? "unknown network error" : (reading.errorCode ?? ""));
  return failure(netErrorCode(name), name, false);
}

/** https://chromium.googlesource.com/chromium/src/+/main/net/base/net_error_list.h */
export function netErrorCode(name: string): PageErrorCode {
  if (/NAME_NOT_RESOLVED|NAME_RESOLUTION|DNS/.test(name)) return "dns";
  if (/SSL|CERT|TLS/.test(name)) return "tls";
  if (name === "ERR_TOO_MANY_REDIRECTS") return "redirectLoop";
  if (
    /UNSAFE_PORT|BLOCKED_BY|DISALLOWED_URL_SCHEME|INVALID_URL|UNKNOWN_URL_SCHEME|UNSAFE_REDIRECT/.test(
      name,
    )
  ) {
    return "blockedByBrowser";
  }
  return name.includes("TIMED_OUT") ? "timeout" : "network";
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === "TimeoutError" || error.name === "ScriptTimeoutError")
  );
}

/** The session, its tab, its browser or its server is gone, or does not answer any more. */
function isSessionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof WatchdogError ||
    error.name === "NoSuchSessionError" ||
    error.name === "NoSuchWindowError" ||
    error.name === "SessionNotCreatedError" ||
    /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|tab crashed|not reachable|disconnected|target window already closed|web view not found|invalid session id/i.test(
      error.message,
    )
  );
}
