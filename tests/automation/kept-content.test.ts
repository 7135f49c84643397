import { expect, test } from "vitest";
import { startOddSite } from "../crawler/helpers/odd-site.ts";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

const page = `<!doctype html><title>Tea</title><meta name="description" content="A pot"><div class="item"><b>Tea pot</b></div><a href="/a">next</a>`;

test(
  "what a run was asked to keep of its pages is in pages.jsonl and in the page events",
  { timeout: 120_000 },
  async () => {
    await using site = await startOddSite({ "/tea": page });
    await using workplace = new Workplace();
    const running = workplace.start([
      ...["run", `${site.origin}/tea`, "--json", "--max-depth", "0"],
      ...["--extract", "name=.item > b", "--extract", "next=a@href", "--metadata"],
    ]);
    const { exitCode, stderr } = await running.ended;
    expect(exitCode, stderr).toBe(0);
    const metadata = { description: "A pot", lang: null, meta: {}, jsonLd: [] };
    const extracted = { name: ["Tea pot"], next: ["/a"] };
    const [record] = jsonLines(workplace.folder().pages);
    expect(record).toMatchObject({ title: "Tea", extracted, metadata });
    expect(violations("page-record", record)).toEqual([]);
    expect(running.events).toContainEqual(expect.objectContaining({ type: "page", extracted }));
    expect(running.events.flatMap((event) => violations("run-event", event))).toEqual([]);
    expect(workplace.leftovers()).toEqual([]);
  },
);
