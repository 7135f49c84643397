/** What pages see of their surroundings, and what they may load, on each kind of server. */
import { describe, expect, test } from "vitest";
import { acceptedLanguages } from "../../crawler/src/page-seen.ts";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { startOddSite, type Answer } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

const page = `<!doctype html><link rel=stylesheet href=/style.css><link rel=stylesheet href=/other.css>
<img src=/image.gif><img src=/kept/shown.gif><iframe src=/blocked/frame></iframe><video src=/film.mp4></video>
<script src=/blocked/script.js></script><a href=/blocked/page>x</a>
<script>document.title = JSON.stringify([innerWidth, innerHeight, devicePixelRatio, navigator.language, navigator.languages,
  Intl.DateTimeFormat().resolvedOptions().timeZone, (1.5).toLocaleString()])</script>`;

describe.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "%s:",
  { timeout: 120_000 },
  (kind) => {
    test("size, language and time zone are as asked for, and what is blocked is not loaded", async () => {
      const languages: unknown[] = [];
      const answer: Answer = ({ headers }, response) => {
        languages.push(headers["accept-language"]);
        response.writeHead(200, { "content-type": "text/html" }).end(page);
      };
      const robots: Answer = ({ headers }, response) => {
        languages.push(headers["accept-language"]);
        response.writeHead(404).end();
      };
      await using site = await startOddSite({
        ...{ "/": answer, "/robots.txt": robots, "/blocked/page": "<title>Page</title>" },
      });
      await using server = await startSeleniumServer(kind);
      await using run = start([`${site.origin}/`], {
        SELENIUM_URL: server.endpoint,
        ...{ MAYFLY_VIEWPORT: "390x844@2", MAYFLY_LOCALE: "de-AT", MAYFLY_TIMEZONE: "Asia/Tokyo" },
        ...{ MAYFLY_BLOCK: "stylesheet, media", MAYFLY_BLOCK_URL: "*/blocked/* *:*/image.gi*" },
      });
      const { exitCode, stdout } = await run.ended;
      const [first, second] = pagesOf(stdout);
      expect([exitCode, JSON.parse(first?.title ?? "null"), second?.title]).toEqual([
        ...[0, [390, 844, 2, "de-AT", ["de-AT", "de"], "Asia/Tokyo", "1,5"], "Page"],
      ]);
      expect(languages).toEqual(["de-AT,de;q=0.9", "de-AT,de;q=0.9"]);
      const loaded = site.requests.filter((path) => path !== "/favicon.ico");
      expect(loaded.sort()).toEqual(["/", "/blocked/page", "/kept/shown.gif", "/robots.txt"]);
    });
  },
);

test("a language without a country is asked for alone", () => {
  expect(acceptedLanguages("sv")).toBe("sv");
});
