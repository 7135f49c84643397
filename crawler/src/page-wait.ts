/** What a page gets time for before it is read, where the crawl asks for it: to show something, to become quiet, to grow. */
import { setTimeout as delay } from "node:timers/promises";
import type { Unsettled } from "./contract.ts";
import type { CrawlSettings } from "./config.ts";

/** Settings on which it depends. */
export type WaitSettings = Pick<CrawlSettings, "settle" | "waitFor" | "scroll" | "scriptTimeout">;

/** Gives the value of an expression in the page, null where it throws. Throws what WebDriver answers. */
export type Evaluate = (expression: string) => Promise<unknown>;

/** Milliseconds between two looks, without a change after which a page is quiet, and after which it grows no more. */
const lookMs = 100;
const quietMs = 500;
const growMs = 1000;

/** What the page answers where the browser does not take a selector. */
const refused = "refused";

const isPage = `/^https?:$/.test(location.protocol) && document.body !== null`;
const state = `[document.getElementsByTagName("*").length, document.body?.textContent?.length, performance.getEntriesByType("resource").length].join()`;
const height = `document.scrollingElement?.scrollHeight ?? 0`;

/** What came of the wait; nothing where all that was waited for came. */
export interface Waited {
  readonly unsettled?: readonly Unsettled[];
  /** The browser does not take the selector of `--wait-for`, so that its element was not waited for. */
  readonly refusesWaitFor?: true;
}

/** Whether there is anything to wait for. */
export function hasWait({ settle, waitFor, scroll }: WaitSettings): boolean {
  return settle !== undefined || waitFor !== undefined || scroll !== undefined;
}

/** Waits; each script ends at once, so that the page cannot hold it. */
export async function waitForPage(evaluate: Evaluate, settings: WaitSettings): Promise<Waited> {
  const { settle, waitFor, scroll, scriptTimeout } = settings;
  if ((await evaluate(isPage)) !== true) return {};
  const unsettled: Unsettled[] = [];
  const element =
    waitFor === undefined ? true : await foundIn(evaluate, waitFor, scriptTimeout * 1000);
  if (element !== true) unsettled.push("waitFor");
  if (scroll !== undefined && !(await scrolledToEnd(evaluate, scroll))) unsettled.push("scroll");
  if (settle !== undefined) {
    let last: unknown;
    let sinceMs = performance.now();
    const isQuiet = async (): Promise<boolean> => {
      const now = await evaluate(state);
      if (now !== last) sinceMs = performance.now();
      last = now;
      return performance.now() - sinceMs >= quietMs;
    };
    if (!(await comesTrue(isQuiet, settle * 1000))) unsettled.push("settle");
  }
  return {
    ...(unsettled.length === 0 ? {} : { unsettled }),
    ...(element === refused ? { refusesWaitFor: true } : {}),
  };
}

/** Waits until a selector finds something: true where it does; {@link refused} where it is none. */
async function foundIn(evaluate: Evaluate, selector: string, withinMs: number): Promise<unknown> {
  const find = `document.querySelector(${JSON.stringify(selector)}) !== null`;
  let answer: unknown = false;
  await comesTrue(async () => {
    answer = await evaluate(`(() => { try { return ${find}; } catch { return "${refused}"; } })()`);
    return answer === true || answer === refused;
  }, withinMs);
  return answer;
}

/** Scrolls down as long as the page grows, `most` times at most, and back; false when it might have grown more. */
async function scrolledToEnd(evaluate: Evaluate, most: number): Promise<boolean> {
  let isEnd = false;
  for (let step = 0; step < most && !isEnd; step += 1) {
    const before = await evaluate(height);
    await evaluate(`scrollTo(0, ${height})`);
    const hasGrown = async (): Promise<boolean> => Number(await evaluate(height)) > Number(before);
    isEnd = !(await comesTrue(hasGrown, growMs));
  }
  await evaluate("scrollTo(0, 0)");
  return isEnd;
}

async function comesTrue(look: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    if (await look()) return true;
    if (performance.now() >= endMs) return false;
    await delay(lookMs);
  }
}
