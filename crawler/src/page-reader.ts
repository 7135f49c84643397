import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "./errors.ts";
import { activityScript } from "./page-activity.ts";
import type { WantedContent } from "./page-content.ts";
import { pageScript, quietMs, settleMs, type NotSettled, type PageReading } from "./page-script.ts";
import { fieldOf } from "./untyped.ts";

/** Ways into the browser of one session. Each throws what WebDriver answers. */
export interface BrowserAccess {
  /** Sends a command of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) and gives its result. */
  readonly devTools: (command: string, parameters: object) => Promise<unknown>;
  /** Runs a function in the page by WebDriver, which runs among the scripts of the page. */
  readonly execute: (code: string, ...parameters: unknown[]) => Promise<unknown>;
}

/** Name of the world in which the script runs. */
const worldName = "mayfly";

/**
 * Reads pages from an isolated world of theirs: it shares the document with the page and none of its objects, so that a page
 * which replaces Array, JSON or what not can neither break the reading nor lie in it. Where the endpoint passes on no DevTools
 * commands, the script runs among the page's own.
 */
export class PageReader {
  readonly #browser: BrowserAccess;
  readonly #wanted: WantedContent | null;
  /** An event that no page knows. */
  readonly #question = randomUUID();
  #frameId: string | null = null;
  #hasDevTools = true;

  constructor(browser: BrowserAccess, wanted: WantedContent | null) {
    this.#browser = browser;
    this.#wanted = wanted;
  }

  /**
   * Lets the pages that come say when they have nothing left to do; where they cannot, they are waited for. They come as the
   * server answers: a service worker of one page would answer for all pages of its host after it.
   */
  async prepare(): Promise<void> {
    const { devTools } = this.#browser;
    const source = activityScript(this.#question, settleMs);
    try {
      await devTools("Page.addScriptToEvaluateOnNewDocument", { source });
      await devTools("Network.setBypassServiceWorker", { bypass: true });
    } catch (error) {
      if (!isUnknownCommand(error)) throw error;
      this.#hasDevTools = false;
    }
  }

  /** Reads the page once it has settled, and leaves `mark` in it. */
  async read(mark: string): Promise<PageReading> {
    const parameters = [mark, quietMs, settleMs, this.#wanted, this.#question];
    if (this.#hasDevTools) {
      try {
        return await this.#readIsolated(parameters);
      } catch (error) {
        if (!isUnknownCommand(error)) throw error;
        this.#hasDevTools = false;
      }
    }
    const code = `return (${pageScript})(...arguments)`;
    return await settled(async () => await this.#browser.execute(code, ...parameters));
  }

  /** Value of an expression in the page's own world, null where it throws there. Throws what WebDriver answers. */
  async ask(expression: string): Promise<unknown> {
    if (!this.#hasDevTools) {
      return await this.#browser.execute(`try { return ${expression} } catch { return null }`);
    }
    const parameters = { expression, returnByValue: true };
    const answer = await this.#browser.devTools("Runtime.evaluate", parameters);
    const isThrown = fieldOf(answer, "exceptionDetails") !== undefined;
    return isThrown ? null : fieldOf(fieldOf(answer, "result"), "value");
  }

  async #readIsolated(parameters: readonly unknown[]): Promise<PageReading> {
    const contextId = await this.#world();
    const expression = `(${pageScript})(${parameters.map((value) => JSON.stringify(value)).join()})`;
    const reading = await settled(async () => await this.#evaluate(expression, contextId));
    if (reading.errorCode !== "") return reading;
    // Chrome's own error page keeps it in a variable of its own world.
    const errorCode = await this.#evaluate("String(window.loadTimeDataRaw?.errorCode ?? '')");
    return { ...reading, errorCode: String(errorCode) };
  }

  /** A navigation ends the world of the document before; the frame stays, unless the browser replaces that, too. */
  async #world(): Promise<number> {
    const { devTools } = this.#browser;
    const create = async (): Promise<number> => {
      this.#frameId ??= frameIdIn(await devTools("Page.getFrameTree", {}));
      const world = await devTools("Page.createIsolatedWorld", {
        frameId: this.#frameId,
        worldName,
      });
      return Number(fieldOf(world, "executionContextId"));
    };
    try {
      return await create();
    } catch (error) {
      if (!/No frame/i.test(messageOf(error))) throw error;
      this.#frameId = null;
      return await create();
    }
  }

  /** Without `contextId`, in the page's own world. */
  async #evaluate(expression: string, contextId?: number): Promise<unknown> {
    const answer = await this.#browser.devTools("Runtime.evaluate", {
      expression,
      returnByValue: true,
      ...(contextId === undefined ? {} : { contextId }),
    });
    const thrown = fieldOf(answer, "exceptionDetails");
    if (thrown === undefined) return fieldOf(fieldOf(answer, "result"), "value");
    const description = fieldOf(fieldOf(thrown, "exception"), "description");
    throw new Error(`The page cannot be read: ${String(description ?? fieldOf(thrown, "text"))}`);
  }
}

/** Asks until the page has settled. */
async function settled(ask: () => Promise<unknown>): Promise<PageReading> {
  for (;;) {
    // What the script gives has one of these two shapes: it is ours, and its world, too.
    const answer = (await ask()) as PageReading | NotSettled;
    if (!("waitMs" in answer)) return answer;
    await delay(answer.waitMs);
  }
}

function frameIdIn(tree: unknown): string {
  return String(fieldOf(fieldOf(fieldOf(tree, "frameTree"), "frame"), "id"));
}

/** Selenium's own error for what a server does not know, and what servers say that answer otherwise. */
function isUnknownCommand(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === "UnknownCommandError" ||
      /unknown (?:command|method)|did not match a known command/i.test(messageOf(error)))
  );
}
