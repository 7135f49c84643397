import { expect, test } from "vitest";
import { taskStates } from "../../automation/lifecycle/task-snapshot.ts";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { serveFolder } from "../helpers/static-site.ts";
import { documentationFolder } from "../helpers/tools.ts";

// Pages that nobody here wrote: the manual in Debian's postgresql-doc package, absent on other systems.
const folder = documentationFolder();

test.runIf(folder !== undefined)(
  "50 pages of a real manual are retrieved, each with status 200, title and links",
  { timeout: 120_000 },
  async () => {
    await using site = await serveFolder(folder ?? "");
    await using workplace = new Workplace();
    const { exitCode, stderr } = await workplace.run([
      "run",
      site.url,
      "--json",
      "--max-pages",
      "50",
    ]);
    expect(exitCode, stderr).toBe(0);
    const pages = jsonLines(workplace.folder().pages) as {
      url: string;
      status: number;
      title: string;
      links: string[];
    }[];
    expect(pages).toHaveLength(50);
    for (const { url, status, title, links } of pages) {
      const source = await (await fetch(url)).text();
      expect.soft({ url, status }).toEqual({ url, status: 200 });
      expect.soft(title).not.toBe("");
      // One of these pages, the legal notice, has no link indeed.
      const hasLink = /<a\s[^>]*href="(?!#)/i.test(source);
      expect.soft({ url, hasLink: links.length > 0 }).toEqual({ url, hasLink });
    }
    expect(pages.filter(({ links }) => links.length > 0).length).toBeGreaterThanOrEqual(49);
    expect(workplace.record().states.map(({ source }) => source)).toEqual(
      taskStates.map(() => "observed"),
    );
    expect(workplace.leftovers()).toEqual([]);
  },
);
