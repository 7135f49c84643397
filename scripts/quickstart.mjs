// `npm run quickstart [-- URL… OPTIONS…]`: sets up what is missing, then crawls the demo site, or the URLs.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBrowser } from "./lib/browser.mjs";
import { buildIfStale } from "./lib/build.mjs";
import { installPackages } from "./lib/packages.mjs";
import { crawlerFolder, root } from "./lib/paths.mjs";
import { runScript, say } from "./lib/say.mjs";

/** Deep enough for the whole demo site, while its endless calendar runs into the limit. */
const demoOptions = ["--max-depth", "5", "--max-pages", "80"];

await runScript(async () => {
  await installPackages("root packages", root);
  await installPackages("crawler packages", crawlerFolder);
  await buildIfStale();
  const pair = await ensureBrowser();

  const own = process.argv.slice(2);
  const hasUrl = own.some((argument) => /^[a-z]+:\/\//i.test(argument));
  const site = hasUrl ? undefined : await startDemo();
  try {
    const args = site ? [site.url, ...demoOptions, ...own] : own;
    say("crawl", `npx mayfly run ${args.join(" ")}\n`);
    process.exitCode = await mayfly(["run", ...args], pair);
  } finally {
    await site?.close();
  }
});

async function startDemo() {
  // Loaded late: before the set-up, only the scripts themselves are needed.
  const { startDemoSite } = await import("../tests/fixtures/demo-site/server.mjs");
  const site = await startDemoSite();
  say("demo site", site.url);
  return site;
}

/**
 * Runs the command and resolves with its exit code. Ctrl-C goes to the whole process group: the command decides what to
 * do with it, and this process waits.
 *
 * @param {readonly string[]} args
 * @param {import("./lib/find-browser.mjs").BrowserPair} pair
 * @returns {Promise<number>}
 */
function mayfly(args, { browser, driver }) {
  const env = { MAYFLY_BROWSER_BINARY: browser, CHROMEDRIVER: driver, ...process.env };
  const child = spawn(process.execPath, [join(root, "dist/automation/cli.js"), ...args], {
    stdio: "inherit",
    env,
  });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
