/** A browser and the driver of the same major version. */
export interface BrowserPair {
  readonly browser: string;
  readonly driver: string;
  /** Of the browser. */
  readonly version: string;
}

/** The browser and driver on this machine, if there are both and they belong together. */
export function findBrowser(env?: NodeJS.ProcessEnv): Promise<BrowserPair | undefined>;

/** Both programs as a pair, if they run and belong together. */
export function matchingPair(browser: string, driver: string): Promise<BrowserPair | undefined>;
