import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crawlerFolder } from "../../lib/paths.mjs";

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {boolean} needsDriver Whether it drives the browser through a chromedriver.
 * @property {(course: {endpoint: string, url: string, sessions: number, pages: number}) => {args: string[], env?: Record<string, string>}} command
 */

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** @type {Contestant} */
export const mayfly = {
  name: "Mayfly",
  needsDriver: true,
  command: ({ endpoint, url, sessions, pages }) => ({
    // As in crawler/Dockerfile.
    args: ["--optimize-for-size", join(crawlerFolder, "dist", "main.js"), url],
    env: {
      SELENIUM_URL: endpoint,
      MAYFLY_MAX_PAGES: String(pages),
      MAYFLY_MAX_DEPTH: "1000",
      MAYFLY_TIME_LIMIT: "7200",
      MAYFLY_SESSIONS: String(sessions),
      MAYFLY_ALLOW_PRIVATE: "true",
      ...(process.getuid?.() === 0 ? { MAYFLY_BROWSER_ARGUMENTS: "--no-sandbox" } : {}),
    },
  }),
};

/** @type {Contestant} */
export const handLoop = {
  name: "hand-written loop",
  needsDriver: true,
  command: ({ endpoint, url, sessions }) => ({
    args: [here("hand-loop-main.mjs"), endpoint, url, String(sessions), "eager"],
  }),
};

/** The seed's way: the port is polled each second, and a page counts as loaded when all its images are. @type {Contestant} */
export const seed = {
  name: "the seed's way",
  needsDriver: true,
  command: ({ endpoint, url, sessions }) => ({
    args: [here("hand-loop-main.mjs"), endpoint, url, String(sessions), "normal", "poll"],
  }),
};

/** @param {"playwright" | "puppeteer"} library @returns {Contestant} */
const crawlee = (library) => ({
  name: `Crawlee, ${library}`,
  needsDriver: false,
  command: ({ url, sessions }) => ({
    args: [here("crawlee-main.mjs"), library, url, String(sessions)],
  }),
});

export const crawleeContestants = [crawlee("playwright"), crawlee("puppeteer")];
