import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startOddSite } from "../crawler/helpers/odd-site.ts";
import { Workplace } from "../helpers/mayfly.ts";

const links = (...hrefs: readonly string[]): string =>
  `<!doctype html><title>Links</title>${hrefs.map((href) => `<a href="${href}">x</a>`).join("")}`;

/** Many pages that name the same URLs, so that it is open by which of them each is found first. */
const site = {
  "/robots.txt": "User-agent: *\nDisallow: /secret",
  "/": links(...Array.from({ length: 12 }, (_, index) => `/p${String(index)}`)),
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `/p${String(index)}`,
      links(
        ...["/secret", "/secret/b", "/deep", "/no/a", "http://127.0.0.2:9/", "/moved", "/out"],
        ...[`/secret/${String(index % 3)}`, `/no/${String(index % 3)}`],
      ).replace(/$/, '<a href="/hidden" rel="nofollow">x</a>'),
    ]),
  ),
  "/deep": links("/deeper", "/p1"),
};

test(
  "two crawls of a site with two sessions give the same skip report, byte by byte",
  { timeout: 120_000 },
  async () => {
    await using server = await startOddSite({
      ...site,
      // To a page that was there long before.
      "/moved": (_request, response) => void response.writeHead(302, { location: "/p3" }).end(),
      "/out": (_request, response) =>
        void response.writeHead(302, { location: "http://127.0.0.2:9/" }).end(),
    });
    const crawl = async (): Promise<string> => {
      await using workplace = new Workplace();
      const { exitCode, stderr } = await workplace.run([
        ...["run", `${server.origin}/`, "--max-depth", "2", "--sessions", "2", "--retries", "0"],
        ...["--exclude", "/no/**"],
      ]);
      expect(exitCode, stderr).toBe(0);
      return readFileSync(workplace.folder().skips, "utf8");
    };
    const reports = [await crawl(), await crawl()];
    expect(reports[1]).toBe(reports[0]);
    const reasons = (reports[0] ?? "")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const { url, reason } = JSON.parse(line) as { url: string; reason: string };
        return `${url.replace(server.origin, "")} ${reason}`;
      });
    expect(reasons).toEqual([
      "/deeper depth",
      "/hidden nofollow",
      "/moved duplicate",
      ...["a", 0, 1, 2].sort().map((name) => `/no/${String(name)} excluded`),
      "/secret robotsTxt",
      ...["b", 0, 1, 2].sort().map((name) => `/secret/${String(name)} robotsTxt`),
      "http://127.0.0.2:9/ outOfScope",
    ]);
  },
);
