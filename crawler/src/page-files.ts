/** Pictures and prints of a page as it is shown. */
import type { CrawlSettings } from "./config.ts";
import { WatchdogError } from "./errors.ts";
import { fieldOf } from "./untyped.ts";

/** Files that are wanted of each page. */
export type WantedFiles = Pick<CrawlSettings, "screenshot" | "pdf">;

/** What came of it: absent what was not wanted, null what could not be made. */
export interface PageFiles {
  readonly screenshot?: Buffer | null;
  readonly pdf?: Buffer | null;
  readonly warc?: Buffer | null;
}

/** Sends a DevTools command; throws what WebDriver answers. */
type Send = (command: string, parameters: object) => Promise<unknown>;

/** CSS pixels of a full page at most: Chrome draws no more in one piece. */
const mostPixels = 16_384;

/** Makes them. Throws {@link WatchdogError} alone: then the session is of no more use. */
export async function capturePage(send: Send, wanted: WantedFiles): Promise<PageFiles> {
  const screenshot = wanted.screenshot;
  return {
    ...(screenshot === undefined
      ? {}
      : { screenshot: await orNull(async () => await takeScreenshot(send, screenshot)) }),
    ...(wanted.pdf
      ? { pdf: await orNull(async () => await send("Page.printToPDF", { printBackground: true })) }
      : {}),
  };
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-captureScreenshot */
async function takeScreenshot(send: Send, area: "viewport" | "full"): Promise<unknown> {
  if (area === "viewport") return await send("Page.captureScreenshot", { format: "png" });
  const metrics = await send("Page.getLayoutMetrics", {});
  const { width, height } = sizeIn(metrics);
  return await send("Page.captureScreenshot", {
    format: "png",
    captureBeyondViewport: true,
    clip: { ...{ x: 0, y: 0, scale: 1 }, width, height },
  });
}

function sizeIn(metrics: unknown): { readonly width: number; readonly height: number } {
  const size = fieldOf(metrics, "cssContentSize");
  const side = (name: "width" | "height"): number =>
    Math.min(mostPixels, Math.max(1, Math.ceil(Number(fieldOf(size, name)))));
  return { width: side("width"), height: side("height") };
}

async function orNull(make: () => Promise<unknown>): Promise<Buffer | null> {
  try {
    const data = fieldOf(await make(), "data");
    return typeof data === "string" && data !== "" ? Buffer.from(data, "base64") : null;
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    return null;
  }
}
