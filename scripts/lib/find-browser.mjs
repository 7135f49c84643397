import { execute } from "./execute.mjs";
import { SetupError } from "./say.mjs";
import { isProgram, which } from "./which.mjs";

/** @typedef {{browser: string, driver: string, version: string}} BrowserPair */

const browserNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
const macBrowsers = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser and driver on this machine: those that the environment names, else those on the PATH. Undefined when one
 * is missing, cannot be run, or when their major versions differ, since chromedriver drives its own major only.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<BrowserPair | undefined>}
 */
export async function findBrowser(env = process.env) {
  const namedDriver = named(env, "CHROMEDRIVER");
  const namedBrowser = named(env, "MAYFLY_BROWSER_BINARY");
  const driver = namedDriver ?? which("chromedriver", env.PATH);
  if (!driver) return undefined;
  const onPath = browserNames.map((name) => which(name, env.PATH));
  const browsers = namedBrowser ? [namedBrowser] : [...onPath, ...macBrowsers.filter(isProgram)];
  for (const browser of browsers) {
    const pair = browser && (await matchingPair(browser, driver));
    if (pair) return pair;
  }
  return undefined;
}

/**
 * A program that an environment variable names. A name that leads nowhere is an error: the user meant it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} variable
 */
function named(env, variable) {
  const path = env[variable];
  if (!path) return undefined;
  const program = isProgram(path) ? path : which(path, env.PATH);
  if (program) return program;
  throw new SetupError(`${variable} is "${path}", which is not a program. Correct it or unset it.`);
}

/**
 * Both programs, if they run and belong together. A browser that lacks a shared library fails here and not in the crawl.
 *
 * @param {string} browser
 * @param {string} driver
 * @returns {Promise<BrowserPair | undefined>}
 */
export async function matchingPair(browser, driver) {
  const [version, driverVersion] = await Promise.all([versionOf(browser), versionOf(driver)]);
  if (!version || major(version) !== major(driverVersion)) return undefined;
  return { browser, driver, version };
}

/** @param {string | undefined} version */
const major = (version) => version?.split(".")[0];

/** @param {string} program */
async function versionOf(program) {
  const { code, stdout } = await execute(program, ["--version"], { timeoutMs: 15_000 });
  return code === 0 ? /\d+(\.\d+)+/.exec(stdout)?.[0] : undefined;
}
