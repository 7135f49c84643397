// A crawler as one writes it by hand with selenium-webdriver: get, one script, the next. Arguments: WebDriver endpoint,
// URL, sessions, page load strategy, and `poll` to wait for the port as the seed does, else /status every 100 ms.
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Builder } from "selenium-webdriver";
import { Options } from "selenium-webdriver/chrome.js";
import { readPage } from "./read-page.mjs";

const [endpoint = "", start = "", sessions = "1", strategy = "eager", wait] = process.argv.slice(2);

await (wait === "poll" ? pollPort() : pollStatus());
const waiting = [start];
const seen = new Set(waiting);
/** Loops that have a page open: it may bring more. */
let busy = 0;
await Promise.all(Array.from({ length: Number(sessions) }, crawl));

async function crawl() {
  const driver = await new Builder().usingServer(endpoint).withCapabilities(options()).build();
  try {
    for (;;) {
      const url = waiting.shift();
      if (url === undefined && busy === 0) return;
      if (url === undefined) {
        await delay(5);
        continue;
      }
      busy += 1;
      await driver.get(url);
      const { title, links, status } = await driver.executeScript(readPage);
      busy -= 1;
      console.log(JSON.stringify({ url, status, title, links }));
      for (const link of links) {
        if (seen.has(link) || new URL(link).hostname !== new URL(start).hostname) continue;
        seen.add(link);
        waiting.push(link);
      }
    }
  } finally {
    await driver.quit();
  }
}

function options() {
  const chrome = new Options();
  chrome.addArguments("--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []));
  chrome.addArguments("--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,1024");
  chrome.setChromeBinaryPath(process.env.MAYFLY_BROWSER_BINARY ?? "");
  chrome.setPageLoadStrategy(strategy);
  return chrome;
}

async function pollStatus() {
  while (!(await fetch(`${endpoint}/status`).catch(() => undefined))?.ok) await delay(100);
}

/** `nc -z` in a loop with `sleep 1`. */
async function pollPort() {
  const { hostname, port } = new URL(endpoint);
  const isOpen = () =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
  while (!(await isOpen())) await delay(1000);
}
