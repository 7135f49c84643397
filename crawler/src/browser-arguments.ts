import { throughSocks } from "./browser-network.ts";
import type { CrawlSettings } from "./config.ts";

/** Settings that the browser's command line depends on. */
export type BrowserArgumentSettings = Pick<CrawlSettings, "userAgent" | "browserArguments"> & {
  /** Port of the SOCKS server on loopback that is the browser's only way to the network; absent where it has its own. */
  readonly socksPort?: number;
};

const disableFeatures = "--disable-features=";
/** Where no server is. */
const nobody = "http://127.0.0.1:1/";

/**
 * Features of Chromium that a crawl does without. Nobody goes back in a crawl, so that pages left are not kept
 * (https://web.dev/articles/bfcache); with the last one, too, a page of the same site gets no frame of its own: together they
 * take a third of the processor time of a page.
 */
const unwantedFeatures = [
  // Asks Google's servers for the time.
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "MediaRouter",
  "Translate",
  "BackForwardCache",
  "RenderDocument",
];

/** Chromium's command line for a crawl; Chromium takes the last of a name. */
export function browserArguments(settings: BrowserArgumentSettings): readonly string[] {
  const { userAgent, socksPort } = settings;
  const given = settings.browserArguments.filter((text) => !text.startsWith(disableFeatures));
  return [
    "--headless=new",
    // Fargate has no shared memory to set (https://github.com/aws/containers-roadmap/issues/710).
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-quic",
    // What the browser asks Google's servers for, which no argument stops, it asks nobody for.
    `--gaia-url=${nobody}`,
    `--component-updater=url-source=${nobody}`,
    disableFeatures + featuresWithout(settings.browserArguments).join(),
    "--window-size=1280,1024",
    ...(userAgent === undefined ? [] : [`--user-agent=${userAgent}`]),
    ...given,
    // The last one holds: what is given cannot lead past it.
    ...(socksPort === undefined ? [] : throughSocks(socksPort)),
  ];
}

/** Chromium takes the last list of features alone, so that there is one with all. */
function featuresWithout(given: readonly string[]): readonly string[] {
  const lists = given.filter((text) => text.startsWith(disableFeatures));
  const more = lists.flatMap((text) => text.slice(disableFeatures.length).split(","));
  return [...new Set([...unwantedFeatures, ...more])].filter((name) => name !== "");
}
