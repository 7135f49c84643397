import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.mjs";
import { descendants, memoryMiB, processorMs, residentMiB } from "./processes.mjs";

const sampleMs = 500;

/** @typedef {{url: string, status: number, title: string, links: string[]}} Page */
/**
 * @typedef {object} Race
 * @property {Page[]} pages
 * @property {number} perSecond Pages per second from the start of the process to its last page.
 * @property {number} firstMs From the start of the process to its first page.
 * @property {number} crawlerMiB Most memory of the crawler's own process (RSS).
 * @property {number} browserMiB Most memory of all that it drives, chromedriver included (PSS).
 * @property {number} cpuMs Processor time per page, of all of them.
 */

/**
 * Runs one crawl from the start of its process to its end.
 *
 * @param {import("./contestants.mjs").Contestant} contestant
 * @param {{url: string, pages: number, sessions: number, pair: {browser: string, driver: string}}} course
 * @param {(pages: number, usage: {crawlerMiB: number, browserMiB: number}) => void} [onSample]
 * @returns {Promise<Race>}
 */
export async function race(contestant, { url, pages: expected, sessions, pair }, onSample) {
  const port = await freePort();
  // What a browser leaves that is killed goes with it.
  const folder = mkdtempSync(join(tmpdir(), "mayfly-bench-"));
  const surroundings = { ...process.env, TMPDIR: folder };
  const driver = contestant.needsDriver
    ? spawn(pair.driver, [`--port=${port}`], { stdio: "ignore", env: surroundings })
    : undefined;
  const startedMs = performance.now();
  const endpoint = `http://127.0.0.1:${port}`;
  const { args, env } = contestant.command({ endpoint, url, sessions, pages: expected });
  const child = spawn(process.execPath, args, {
    env: { ...surroundings, MAYFLY_BROWSER_BINARY: pair.browser, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const pages = [];
  const most = { crawlerMiB: 0, browserMiB: 0 };
  let [firstMs, lastMs, cpuMs] = [0, 0, 0];
  const others = () => [
    ...(driver === undefined ? [] : [driver.pid]),
    ...descendants([child.pid, ...(driver === undefined ? [] : [driver.pid])]),
  ];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const record = JSON.parse(line);
    if (record.url === undefined || record.type === "skip") return;
    lastMs = performance.now();
    if (pages.length === 0) firstMs = lastMs;
    pages.push(record);
    // The processes end with the crawl.
    if (pages.length === expected) cpuMs = processorMs([child.pid, ...others()]) / expected;
  });
  const timer = setInterval(() => {
    const usage = { crawlerMiB: residentMiB(child.pid), browserMiB: memoryMiB(others()) };
    most.crawlerMiB = Math.max(most.crawlerMiB, usage.crawlerMiB);
    most.browserMiB = Math.max(most.browserMiB, usage.browserMiB);
    onSample?.(pages.length, usage);
  }, sampleMs);
  try {
    const [code] = await once(child, "close");
    if (code !== 0 || pages.length !== expected) {
      throw new Error(
        `${contestant.name} ended with exit code ${code} after ${pages.length} of ${expected} pages. ${stderr.slice(-2000)}`,
      );
    }
  } finally {
    clearInterval(timer);
    const left = others();
    child.kill("SIGKILL");
    driver?.kill("SIGTERM");
    for (const pid of left.filter((one) => one !== driver?.pid)) kill(pid);
    if (driver !== undefined && driver.exitCode === null) await once(driver, "exit");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  // From the start: who opens all sessions before the first page would else have that for nothing.
  const perSecond = expected / ((lastMs - startedMs) / 1000);
  return { pages, perSecond, firstMs: firstMs - startedMs, ...most, cpuMs };
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
