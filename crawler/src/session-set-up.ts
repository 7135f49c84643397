/** What a session gets before its first page. */
import { devToolsAddress } from "./devtools-address.ts";
import { connectDevTools, type DevTools, type DevToolsParams } from "./devtools.ts";
import { intercept, type RequestRules } from "./interception.ts";
import type { GivenCookie } from "./request-rules.ts";

/** What it gets, as the crawl asks for it. */
export interface SetUp {
  /** Cookies, each with the URL of a host that it is for, unless it says a domain. */
  readonly cookies: readonly { readonly url: string; readonly cookie: GivenCookie }[];
  /** Null where no request needs a look. */
  readonly rules: RequestRules | null;
  /** DevTools commands that change what pages see. */
  readonly commands: readonly (readonly [method: string, params: DevToolsParams])[];
}

/** A session, as far as it needs it. */
export interface SetUpDriver {
  /** Sends a DevTools command through WebDriver. */
  readonly command: (method: string, params: DevToolsParams) => Promise<unknown>;
  readonly capability: (name: string) => unknown;
  /** Handle of the window. */
  readonly page: () => Promise<string>;
  /** Base URL of the WebDriver endpoint. */
  readonly endpoint: string;
}

/** Gives it; the connection that decides on requests, null where none does. Throws when the browser refuses something. */
export async function setUpSession(
  driver: SetUpDriver,
  { cookies, rules, commands }: SetUp,
): Promise<DevTools | null> {
  for (const [method, params] of commands) await driver.command(method, params);
  for (const { url, cookie } of cookies) {
    await driver.command("Network.setCookie", cookieParams(url, cookie));
  }
  return rules === null ? null : await connect(driver, rules);
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-setCookie */
function cookieParams(url: string, cookie: GivenCookie): DevToolsParams {
  const { name, value, domain, path, secure, httpOnly, sameSite } = cookie;
  return {
    ...{ name, value, path, secure, httpOnly },
    ...(domain === null ? { url } : { domain }),
    ...(sameSite === null ? {} : { sameSite }),
  };
}

async function connect(driver: SetUpDriver, rules: RequestRules): Promise<DevTools> {
  const page = await driver.page();
  const address = devToolsAddress(driver.capability, driver.endpoint, page);
  if (address === null) {
    throw new Error("The WebDriver endpoint does not tell where the browser's DevTools are");
  }
  const devTools = await connectDevTools(address.url);
  try {
    const sessionId =
      address.attachTo === null ? undefined : await attach(devTools, address.attachTo);
    await intercept(devTools, page, sessionId, rules);
    return devTools;
  } catch (error) {
    devTools.close();
    throw error;
  }
}

async function attach(devTools: DevTools, targetId: string): Promise<string> {
  const { sessionId } = await devTools.send("Target.attachToTarget", { targetId, flatten: true });
  return String(sessionId);
}
