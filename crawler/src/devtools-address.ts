/** Where the DevTools of a session's page are: Selenium Grid passes them on, others tell the browser's own address. */
export interface DevToolsAddress {
  readonly url: string;
  /** The page to attach to; null where the connection is the page's own. */
  readonly attachTo: string | null;
}

/**
 * From the capabilities of a session: Grid 4 has `se:cdp`, whose host may be the name of a machine behind it, so that the
 * endpoint's is taken; chromedriver and Selenium 3 have `debuggerAddress`, on the machine of the browser, which a task's
 * containers share. `page` is the window handle, which is the id of the page's target. Null where there is neither.
 */
export function devToolsAddress(
  capability: (name: string) => unknown,
  endpoint: string,
  page: string,
): DevToolsAddress | null {
  const cdp = capability("se:cdp");
  if (typeof cdp === "string" && URL.canParse(cdp)) {
    const { protocol, host } = new URL(endpoint);
    const { pathname, search } = new URL(cdp);
    const scheme = protocol === "https:" ? "wss" : "ws";
    return { url: `${scheme}://${host}${pathname}${search}`, attachTo: page };
  }
  const chrome = capability("goog:chromeOptions");
  const address =
    typeof chrome === "object" && chrome !== null && "debuggerAddress" in chrome
      ? chrome.debuggerAddress
      : undefined;
  return typeof address === "string"
    ? { url: `ws://${address}/devtools/page/${page}`, attachTo: null }
    : null;
}
