import { expect, test } from "vitest";
import { startOddSite } from "../crawler/helpers/odd-site.ts";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

const page = `<!doctype html><title>Tea</title><meta name="description" content="A pot"><div class="item"><b>Tea pot</b></div><a href="/a">next</a>`;

const long = `<!doctype html><title>Long</title>${`<p>${"😀".repeat(3000)}</p>`.repeat(40)}`;

test(
  "what a run was asked to keep of its pages is in pages.jsonl and in the page events",
  { timeout: 120_000 },
  async () => {
    await using site = await startOddSite({ "/tea": page, "/long": long });
    await using workplace = new Workplace();
    const running = workplace.start([
      ...["run", `${site.origin}/tea`, `${site.origin}/long`, "--json", "--max-depth", "0"],
      // One page after the other.
      ...["--sessions", "1"],
      ...[
        "--extract",
        "name=.item > b",
        "--extract",
        "next=a@href",
        "--metadata",
        "--text",
        "--html",
      ],
    ]);
    const { exitCode, stderr } = await running.ended;
    expect(exitCode, stderr).toBe(0);
    const metadata = { description: "A pot", lang: null, meta: {}, jsonLd: [] };
    const extracted = { name: ["Tea pot"], next: ["/a"] };
    const [record, cut] = jsonLines(workplace.folder().pages);
    expect(record).toMatchObject({ title: "Tea", extracted, metadata, text: "Tea pot\nnext" });
    expect(record).toHaveProperty("html", expect.stringContaining("<b>Tea pot</b>"));
    expect(cut).toMatchObject({ title: "Long", truncated: ["html", "text"] });
    expect(violations("page-record", cut)).toEqual([]);
    expect(violations("page-record", record)).toEqual([]);
    expect(running.events).toContainEqual(expect.objectContaining({ type: "page", extracted }));
    expect(running.events.flatMap((event) => violations("run-event", event))).toEqual([]);
    expect(workplace.leftovers()).toEqual([]);
  },
);
