import { Builder, type WebDriver } from "selenium-webdriver";
import { Driver } from "selenium-webdriver/chrome.js";
import type { BrowserSession, SessionSettings } from "./browser-session.ts";
import type { DevTools } from "./devtools.ts";
import { sentDocument } from "./document-body.ts";
import { documentExchanges, type DocumentExchanges } from "./document-exchange.ts";
import { WatchdogError } from "./errors.ts";
import { visitLog } from "./document-answer.ts";
import { capturePage } from "./page-files.ts";
import { PageReader } from "./page-reader.ts";
import { waitForPage } from "./page-wait.ts";
import { sessionCapabilities } from "./session-capabilities.ts";
import { setUpSession, type SetUp } from "./session-set-up.ts";
import { ignore, watched } from "./watchdog.ts";

/** Milliseconds that an answer may come later than the browser's own time-out. */
const marginMs = 10_000;
/** Milliseconds in which a session must be opened, and in which it must quit. */
const openMs = 60_000;
const quitMs = 10_000;

/**
 * Opens a session at `endpoint`: in Mayfly, the base URL of the remote end, with the path prefix it answers to. The client
 * has no time-out of its own (https://github.com/SeleniumHQ/selenium/issues/6884), so every call has a watchdog.
 */
export async function openSession(
  endpoint: string,
  settings: SessionSettings,
  withinMs = openMs,
): Promise<BrowserSession> {
  const pageLoadMs = settings.pageLoadTimeout * 1000;
  const scriptMs = settings.scriptTimeout * 1000;
  const opening = newDriver(endpoint, settings);
  const driver = await watched("new session", Math.min(openMs, withinMs), opening).catch(
    (error: unknown) => {
      // A session that opens after all would keep its slot for ever.
      void opening.then(async (late) => {
        await late.quit();
      }, ignore);
      throw error;
    },
  );
  let id: string;
  let devTools: DevTools | null = null;
  let limitMs = NaN;
  const limit = async (ms: number): Promise<void> => {
    if (ms === limitMs) return;
    const timeouts = driver.manage().setTimeouts({ pageLoad: ms, script: scriptMs });
    await watched("set timeouts", marginMs, timeouts);
    limitMs = ms;
  };
  // Chromedriver waits for a page that does not answer as long as for one that loads.
  const send = async (command: string, parameters: object): Promise<unknown> =>
    await watched(command, limitMs + marginMs, sendToDevTools(driver, command, parameters));
  const { files, wait } = settings;
  const reader = new PageReader(
    {
      devTools: send,
      execute: async (code, ...parameters) =>
        await watched(
          "execute script",
          scriptMs + marginMs,
          driver.executeScript<unknown>(code, ...parameters),
        ),
    },
    settings.content ?? null,
  );
  try {
    id = (await driver.getSession()).getId();
    await limit(pageLoadMs);
    await reader.prepare();
    const { setUp } = settings;
    if (setUp !== undefined) {
      devTools = await watched("set up", openMs, setUpDriver(driver, endpoint, setUp));
    }
  } catch (error) {
    await watched("quit", quitMs, driver.quit()).catch(ignore);
    throw error;
  }
  let hasLog = true;
  let exchanges: DocumentExchanges | null = null;
  return {
    id,
    open: async (url) => {
      // Without it, a page would be asked for without its headers.
      if (devTools?.isOpen() === false) {
        throw new WatchdogError("The connection to the browser's DevTools is lost");
      }
      await limit(pageLoadMs);
      await watched("navigate", pageLoadMs + marginMs, driver.get(url));
    },
    read: async (mark) => {
      // A page that did not load in time has had its time.
      const isLate = limitMs !== pageLoadMs;
      const waited =
        wait === undefined || isLate
          ? {}
          : await waitForPage(async (expression) => await reader.ask(expression), wait);
      const reading = await reader.read(mark);
      const unsettled = [...(waited.unsettled ?? []), ...(reading.unsettled ?? [])];
      return { ...reading, ...waited, ...(unsettled.length === 0 ? {} : { unsettled }) };
    },
    log: async (url, href) => {
      exchanges = null;
      if (!hasLog) return null;
      try {
        const entries = driver.manage().logs().get("performance");
        const messages = (await watched("get log", limitMs + marginMs, entries)).map(
          ({ message }) => message,
        );
        if (settings.warc === true) exchanges = documentExchanges(messages);
        return visitLog(messages, url, href);
      } catch (error) {
        if (error instanceof WatchdogError) throw error;
        hasLog = false;
        return null;
      }
    },
    hurry: async () => {
      await limit(Math.min(scriptMs, pageLoadMs));
    },
    ...(files === undefined ? {} : { capture: async () => await capturePage(send, files) }),
    ...(settings.warc === true
      ? { sent: async () => (exchanges === null ? null : await sentDocument(send, exchanges)) }
      : {}),
    currentUrl: async () => await watched("get current URL", marginMs, driver.getCurrentUrl()),
    quit: async () => {
      devTools?.close();
      await watched("quit", quitMs, driver.quit()).catch(ignore);
    },
  };
}

async function newDriver(endpoint: string, settings: SessionSettings): Promise<WebDriver> {
  return await new Builder()
    .usingServer(endpoint)
    .withCapabilities(sessionCapabilities(settings))
    .build();
}

async function sendToDevTools(
  driver: WebDriver,
  command: string,
  parameters: object,
): Promise<unknown> {
  if (!(driver instanceof Driver)) throw new Error("unknown command: this is no Chrome");
  return await driver.sendAndGetDevToolsCommand(command, parameters);
}

async function setUpDriver(
  driver: WebDriver,
  endpoint: string,
  setUp: SetUp,
): Promise<DevTools | null> {
  const has = await driver.getCapabilities();
  return await setUpSession(
    {
      command: async (method, params) => await sendToDevTools(driver, method, params),
      // Its types leave open what a capability is.
      capability: (name): unknown => has.get(name) as unknown,
      page: async () => await driver.getWindowHandle(),
      endpoint,
    },
    setUp,
  );
}
