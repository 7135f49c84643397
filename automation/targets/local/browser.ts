import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { crawlerProgram, packageRoot } from "../../package-root.ts";

const run = promisify(execFile);

/** A chromedriver and the browser it drives. */
export interface BrowserPair {
  readonly driver: string;
  readonly browser: string;
}

const driverNames = ["chromedriver"];
const browserNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
const macBrowser = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * Finds a chromedriver and a browser: what the environment names (`CHROMEDRIVER`, `MAYFLY_BROWSER_BINARY`), what is on
 * the PATH, else what Selenium Manager brings (https://www.selenium.dev/documentation/selenium_manager/). Throws one
 * sentence when there is none, or when their major versions differ.
 */
export async function findBrowserPair(
  environment: NodeJS.ProcessEnv,
  browserBinary: string | null,
  signal: AbortSignal,
): Promise<BrowserPair> {
  const named = { driver: environment["CHROMEDRIVER"], browser: browserBinary ?? undefined };
  for (const [what, path] of [
    ["chromedriver (CHROMEDRIVER)", named.driver],
    ["Chrome or Chromium (--browser-binary)", named.browser],
  ] as const) {
    if (path !== undefined && !isExecutable(path)) {
      throw new Error(`There is no ${what} at "${path}": expected an executable file.`);
    }
  }
  const driver = named.driver ?? onPath(driverNames, environment);
  const browser =
    named.browser ??
    onPath(browserNames, environment) ??
    (isExecutable(macBrowser) ? macBrowser : undefined);
  const found =
    driver !== undefined && browser !== undefined
      ? { driver, browser }
      : await askSeleniumManager(driver, browser, signal);
  await requireSameMajor(found, signal);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(names: readonly string[], environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path));
}

async function askSeleniumManager(
  driver: string | undefined,
  browser: string | undefined,
  signal: AbortSignal,
): Promise<BrowserPair> {
  const missing =
    driver === undefined && browser === undefined
      ? "There is no Chrome or Chromium and no chromedriver on this machine"
      : driver === undefined
        ? `There is no chromedriver for ${browser ?? "the browser"} on this machine`
        : "There is no Chrome or Chromium on this machine";
  const manager = seleniumManager();
  try {
    if (manager === undefined) throw new Error("Selenium Manager is not installed");
    const { stdout } = await run(
      manager,
      [
        ...["--browser", "chrome", "--output", "json", "--skip-driver-in-path"],
        ...(browser === undefined ? [] : ["--browser-path", browser]),
      ],
      { signal, timeout: 180_000, encoding: "utf8" },
    );
    const { result } = JSON.parse(stdout) as {
      result: { driver_path: string; browser_path: string };
    };
    if (!isExecutable(result.driver_path) || !isExecutable(result.browser_path)) {
      throw new Error("Selenium Manager found none");
    }
    return { driver: result.driver_path, browser: result.browser_path };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `${missing}, and Selenium Manager could not bring one; install both (Debian: apt-get install chromium chromium-driver).`,
      { cause: error },
    );
  }
}

function seleniumManager(): string | undefined {
  const system =
    process.platform === "win32" ? "windows" : process.platform === "darwin" ? "macos" : "linux";
  const file = process.platform === "win32" ? "selenium-manager.exe" : "selenium-manager";
  return [join(crawlerProgram, "..", ".."), packageRoot, join(packageRoot, "..", "..")]
    .map((folder) => join(folder, "node_modules", "selenium-webdriver", "bin", system, file))
    .find((path) => existsSync(path));
}

async function requireSameMajor(
  { driver, browser }: BrowserPair,
  signal: AbortSignal,
): Promise<void> {
  const [driverVersion, browserVersion] = await Promise.all(
    [driver, browser].map(async (program) => await versionOf(program, signal)),
  );
  if (driverVersion === undefined || browserVersion === undefined) return;
  if (driverVersion.split(".")[0] === browserVersion.split(".")[0]) return;
  throw new Error(
    `chromedriver ${driverVersion} (${driver}) and the browser ${browserVersion} (${browser}) have different major versions; install a pair of one version.`,
  );
}

/** The version that a browser or driver prints; undefined when it prints none (a wrapper, say), which is no reason to refuse it. */
export async function versionOf(program: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { stdout } = await run(program, ["--version"], { signal, timeout: 15_000 });
    return /\d+(?:\.\d+)+/.exec(stdout)?.[0];
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
