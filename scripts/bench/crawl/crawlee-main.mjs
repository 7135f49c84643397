// Crawlee with the settings that its documentation names for speed: nothing written to disk, no fingerprints, DOMContentLoaded
// as for Mayfly; robots.txt obeyed, as Mayfly does. Arguments: playwright or puppeteer, URL, pages at once.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { toolFile } from "./tools.mjs";
import { readPage } from "./read-page.mjs";

const [library = "", start = "", sessions = "1"] = process.argv.slice(2);
const require = createRequire(toolFile);
const load = async (name) => await import(pathToFileURL(require.resolve(name)).href);
const crawlee = await load(`@crawlee/${library}`);
const Crawler = library === "playwright" ? crawlee.PlaywrightCrawler : crawlee.PuppeteerCrawler;
crawlee.log.setLevel(crawlee.LogLevel?.ERROR ?? 1);

const crawler = new Crawler(
  {
    minConcurrency: Number(sessions),
    maxConcurrency: Number(sessions),
    respectRobotsTxtFile: true,
    browserPoolOptions: { useFingerprints: false },
    launchContext: {
      launchOptions: {
        executablePath: process.env.MAYFLY_BROWSER_BINARY,
        headless: true,
        args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
      },
    },
    preNavigationHooks: [
      (_context, options) => {
        options.waitUntil = "domcontentloaded";
      },
    ],
    async requestHandler({ request, response, page, enqueueLinks }) {
      const { title, links } = await page.evaluate(readPage);
      console.log(JSON.stringify({ url: request.url, status: response.status(), title, links }));
      await enqueueLinks({ urls: links, strategy: "same-hostname" });
    },
  },
  new crawlee.Configuration({ persistStorage: false }),
);
await crawler.run([start]);
process.exit(0);
