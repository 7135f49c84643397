import { expect, test } from "vitest";
import { taskStates } from "../../automation/lifecycle/task-snapshot.ts";
import { plainCrawl } from "../helpers/plain-crawl.ts";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { serveFolder } from "../helpers/static-site.ts";
import { documentationFolders } from "../helpers/tools.ts";

// Pages that nobody here wrote: the manuals of PostgreSQL and of Python in Debian's packages, absent on other systems.
const folders = documentationFolders();

// Of PostgreSQL's manual by the names of files, of Python's by folders: more than 300 pages in all.
const files = "datatype|ddl|functions|libpq|sql|textsearch|tutorial";
const chapters = "extending|howto|tutorial|whatsnew";
const includes = [
  `/{${files.replaceAll("|", ",")}}*.html`,
  `/{${chapters.replaceAll("|", ",")}}/*`,
];
const mayFollow = new RegExp(`^/(?:(?:${files})[^/]*\\.html|(?:${chapters})/[^/]*)$`);

interface Page {
  readonly url: string;
  readonly status: number;
  readonly title: string;
  readonly links: readonly string[];
}

test.runIf(folders.length === 2)(
  "over 300 pages of real manuals are what a plain fetch and an HTML parser find: URLs, status, titles and links",
  { timeout: 300_000 },
  async () => {
    await using one = await serveFolder(folders[0] ?? "");
    await using other = await serveFolder(folders[1] ?? "");
    const seeds = [one.url, other.url];
    const expected = await plainCrawl(seeds, (url) => {
      const { origin, pathname } = new URL(url);
      return seeds.includes(`${origin}/`) && mayFollow.test(pathname);
    });
    expect(expected.size).toBeGreaterThan(300);

    await using workplace = new Workplace();
    const { exitCode, stderr } = await workplace.run([
      ...["run", ...seeds, "--json", "--sessions", "2"],
      ...includes.flatMap((glob) => ["--include", glob]),
      ...["--max-pages", "10000", "--max-depth", "1000"],
    ]);
    expect(exitCode, stderr).toBe(0);
    const pages = (jsonLines(workplace.folder().pages) as Page[]).map(
      ({ url, status, title, links }) => ({ url, status, title, links: [...links].sort() }),
    );
    expect(pages.map(({ url }) => url).sort()).toEqual([...expected.keys()].sort());
    for (const page of pages) expect.soft(page).toEqual(expected.get(page.url));
    expect(workplace.record().states.map(({ source }) => source)).toEqual(
      taskStates.map(() => "observed"),
    );
    expect(workplace.leftovers()).toEqual([]);
  },
);
