import type { PageReading } from "./page-script.ts";
import type { BrowserSession } from "./browser-session.ts";

/** Documents that a page may move on to while it is read, and dialogs that it may show; each command dismisses one. */
const mostMoves = 10;
const mostDialogs = 100;

/** The page moves on by script again and again, so that it never stands still to be read. */
export class RestlessPageError extends Error {
  override readonly name = "RestlessPageError";
}

/** The page shows one dialog after another. No command gets past them: the session is of no more use. */
export class DialogsError extends Error {
  override readonly name = "DialogsError";
}

/** Opens a URL past the dialogs of the page before. Throws {@link DialogsError} when these do not end. */
export async function openPastDialogs(session: BrowserSession, url: string): Promise<void> {
  for (let dialogs = 0; ; dialogs += 1) {
    try {
      await session.open(url);
      return;
    } catch (error) {
      if (!isDialog(error)) throw error;
      if (dialogs === mostDialogs) throw new DialogsError("the page before shows dialogs for ever");
    }
  }
}

/**
 * Reads a page that moves on by script or `<meta>` meanwhile anew, as the page it became, and past its dialogs. Throws
 * {@link RestlessPageError} or {@link DialogsError} where there is no end of them.
 */
export async function readRestless(session: BrowserSession, mark: string): Promise<PageReading> {
  let moves = 0;
  let dialogs = 0;
  for (;;) {
    try {
      return await session.read(mark);
    } catch (error) {
      if (isDialog(error)) dialogs += 1;
      else if (hasMoved(error)) moves += 1;
      else throw error;
      if (moves > mostMoves) {
        throw new RestlessPageError("the page moves on by script again and again");
      }
      if (dialogs > mostDialogs) throw new DialogsError("the page shows one dialog after another");
    }
  }
}

function isDialog(error: unknown): boolean {
  return error instanceof Error && error.name === "UnexpectedAlertOpenError";
}

/**
 * What browser and drivers say when the document goes away in which a script runs or was to run. Chromedriver calls it a
 * time-out, and says in a later line of what: "from no such execution context".
 */
function hasMoved(error: unknown): boolean {
  return /document unloaded|context was destroyed|cannot find (?:default execution )?context|no such execution context|uniqueContextId not found|Inspected target navigated|Promise was collected|No frame/i.test(
    error instanceof Error ? error.message : String(error),
  );
}
