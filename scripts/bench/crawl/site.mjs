import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * Starts the site that is crawled, with so many pages.
 *
 * @param {number} pages
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function startSite(pages) {
  const main = fileURLToPath(new URL("site-main.mjs", import.meta.url));
  const site = spawn(process.execPath, [main, String(pages)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(site.stdout, "data");
  return { url: String(line).trim(), close: () => site.stdin.end() };
}
