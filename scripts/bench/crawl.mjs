import { ensureBrowser } from "../lib/browser.mjs";
import { say } from "../lib/say.mjs";
import { crawleeContestants, handLoop, mayfly, seed } from "./crawl/contestants.mjs";
import { requireSameOutput } from "./crawl/output.mjs";
import { race } from "./crawl/race.mjs";
import { startSite } from "./crawl/site.mjs";
import { installCrawlee } from "./crawl/tools.mjs";
import { median } from "./turns.mjs";

const pages = 50;
const rounds = 3;

/** What Mayfly is held to, as medians of ratios within a round. */
const goals = [
  { what: "pages per second of Crawlee's", of: crawleeContestants, by: "perSecond", least: 1.5 },
  { what: "memory of Crawlee's process", of: crawleeContestants, by: "crawlerMiB", most: 0.5 },
  {
    what: "pages per second of the hand-written loop's",
    of: [handLoop],
    by: "perSecond",
    least: 0.95,
  },
];

/**
 * One site crawled in turns by Mayfly, a loop written by hand, the seed's way, and Crawlee with Playwright and Puppeteer;
 * all drive the same browser. Their outputs must be the same.
 */
export async function crawlBench() {
  await installCrawlee();
  const pair = await ensureBrowser();
  const site = await startSite(pages);
  const contestants = [mayfly, handLoop, seed, ...crawleeContestants];
  try {
    for (const sessions of [1, 2]) {
      /** @type {Map<string, import("./crawl/race.mjs").Race[]>} */
      const races = new Map(contestants.map(({ name }) => [name, []]));
      for (let round = 1; round <= rounds; round += 1) {
        say("bench", `${pages} pages, sessions: ${sessions}, round ${round} of ${rounds}`);
        let first;
        for (const contestant of contestants) {
          const result = await race(contestant, { url: site.url, pages, sessions, pair });
          first ??= result;
          requireSameOutput(contestant.name, result.pages, first.pages);
          races.get(contestant.name)?.push(result);
        }
      }
      tell(sessions, races);
      judge(sessions, races);
    }
  } finally {
    site.close();
  }
}

/**
 * @param {number} sessions
 * @param {Map<string, import("./crawl/race.mjs").Race[]>} races
 */
function tell(sessions, races) {
  const columns = [
    ["pages/s", "perSecond", 1],
    ["first page ms", "firstMs", 0],
    ["crawler MiB", "crawlerMiB", 0],
    ["browser MiB", "browserMiB", 0],
    ["CPU ms/page", "cpuMs", 0],
  ];
  console.log(
    `\nsessions: ${sessions}`.padEnd(24) + columns.map(([head]) => head.padStart(15)).join(""),
  );
  for (const [name, results] of races) {
    const cells = columns.map(([, field, digits]) =>
      median(results.map((result) => result[field]))
        .toFixed(digits)
        .padStart(15),
    );
    console.log(name.padEnd(23) + cells.join(""));
  }
}

/**
 * @param {number} sessions
 * @param {Map<string, import("./crawl/race.mjs").Race[]>} races
 */
function judge(sessions, races) {
  const own = races.get(mayfly.name) ?? [];
  for (const { what, of, by, least = -Infinity, most = Infinity } of goals) {
    for (const { name } of of) {
      const ratio = median(
        (races.get(name) ?? []).map((other, round) => own[round][by] / other[by]),
      );
      const isMet = ratio >= least && ratio <= most;
      const goal = Number.isFinite(least) ? `at least ${least}` : `at most ${most}`;
      console.log(
        `${isMet ? "✔" : "✖"} ${ratio.toFixed(2)} times the ${what} (${name}; goal: ${goal})`,
      );
      if (!isMet) process.exitCode = 1;
    }
  }
}
