import { join } from "node:path";
import { fillOnce } from "../../lib/fill-once.mjs";
import { npm } from "../../lib/npm.mjs";
import { cacheFolder } from "../../lib/paths.mjs";
import { say, SetupError } from "../../lib/say.mjs";

/** What is installed for the benchmark only, and nowhere else: Crawlee, and the newest that it drives on Node.js 20. */
const packages = [
  "@crawlee/playwright@3.18.1",
  "@crawlee/puppeteer@3.18.1",
  "playwright@1.65.1",
  "puppeteer@24.43.1",
];

const folder = join(cacheFolder, "bench", "crawlee-3.18.1");

/** A file from whose place the packages are found. */
export const toolFile = join(folder, "package.json");

/** Installs them, without the browsers that they would bring: all drive the same one. */
export async function installCrawlee() {
  const log = (line) => say("bench", line);
  await fillOnce(folder, "Crawlee", log, async (target) => {
    const options = ["--prefix", target, "--ignore-scripts", "--no-audit", "--no-fund"];
    const { code, stderr } = await npm(target, ["install", ...options, ...packages], {
      show: false,
    });
    if (code !== 0) throw new SetupError(`npm cannot install Crawlee: ${stderr.trim()}`);
  });
}
