import { ensureBrowser } from "../lib/browser.mjs";
import { say } from "../lib/say.mjs";
import { mayfly } from "./crawl/contestants.mjs";
import { race } from "./crawl/race.mjs";
import { startSite } from "./crawl/site.mjs";
import { median } from "./turns.mjs";

const pages = 5000;
const marks = [100, 200, 500, 1000, 2000, 3000, 4000, 5000];
/** Memory of the second half of the crawl by that of its pages 200 to 1,000, at most. */
const goal = 1.25;

/** What a crawl of 5,000 pages takes of memory as it goes on: crawler and browser. About ten minutes. */
export async function growthBench() {
  const pair = await ensureBrowser();
  const site = await startSite(pages);
  say("bench", `memory over ${pages} pages, two sessions`);
  const samples = [];
  try {
    const { perSecond } = await race(
      mayfly,
      { url: site.url, pages, sessions: 2, pair },
      (done, usage) => void samples.push({ done, ...usage }),
    );
    console.log(`\n${pages} pages, ${perSecond.toFixed(1)} a second`);
  } finally {
    site.close();
  }
  let from = 0;
  for (const mark of marks) {
    const [crawler, browser] = between(samples, from, mark).map((one) => one.toFixed(0));
    console.log(`to page ${String(mark).padEnd(6)} crawler ${crawler} MiB, browser ${browser} MiB`);
    from = mark;
  }
  const early = between(samples, 200, 1000);
  const late = between(samples, pages / 2, pages);
  ["crawler", "browser"].forEach((what, index) => {
    const ratio = late[index] / early[index];
    console.log(
      `${ratio <= goal ? "✔" : "✖"} ${what}: ${ratio.toFixed(2)} times as much (goal: at most ${goal})`,
    );
    if (ratio > goal) process.exitCode = 1;
  });
}

/** Medians of crawler and browser while those pages were crawled. */
function between(samples, from, to) {
  const those = samples.filter(({ done }) => done >= from && done <= to);
  return [median(those.map((one) => one.crawlerMiB)), median(those.map((one) => one.browserMiB))];
}
