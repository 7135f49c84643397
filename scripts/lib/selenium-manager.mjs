import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.mjs";
import { matchingPair } from "./find-browser.mjs";
import { cacheFolder, crawlerFolder } from "./paths.mjs";

const folders = { darwin: "macos", linux: "linux", win32: "windows" };
const memory = join(cacheFolder, "browser.json");

/** How long a download may take before we look for another way. */
const limitMs = 120_000;

/**
 * Has Selenium Manager, which comes with selenium-webdriver, download a browser and its driver into its own cache.
 *
 * @returns {Promise<import("./find-browser.mjs").BrowserPair | string>} The pair, or why there is none.
 */
export async function downloadBrowser() {
  const folder = folders[/** @type {keyof typeof folders} */ (process.platform)];
  if (!folder) return `Selenium Manager does not run on ${process.platform}`;
  const name = process.platform === "win32" ? "selenium-manager.exe" : "selenium-manager";
  const program = join(crawlerFolder, "node_modules/selenium-webdriver/bin", folder, name);
  const args = ["--browser", "chrome", "--output", "json"];
  const { code, stdout, stderr } = await execute(program, args, { timeoutMs: limitMs });
  if (code === 124) return `Selenium Manager took longer than ${limitMs / 1000} seconds`;
  const { message, browser_path: browser, driver_path: driver } = parseResult(stdout);
  if (code !== 0) return `Selenium Manager: ${message || stderr.trim() || `exit code ${code}`}`;
  const pair = await matchingPair(browser, driver);
  if (!pair) return `${browser}, which Selenium Manager chose, does not run on this machine`;
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(memory, JSON.stringify({ browser, driver }));
  return pair;
}

/** The pair of an earlier download, so that a second start needs no network. */
export async function downloadedBrowser() {
  try {
    const { browser, driver } = JSON.parse(readFileSync(memory, "utf8"));
    return await matchingPair(browser, driver);
  } catch {
    return undefined;
  }
}

/** @param {string} output */
function parseResult(output) {
  try {
    return JSON.parse(output).result ?? {};
  } catch {
    return {};
  }
}
