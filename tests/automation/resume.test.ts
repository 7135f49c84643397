/** `mayfly run --resume`: a new run that goes on with the crawl of an earlier one. */
import { describe, expect, test } from "vitest";
import { readRecord } from "../../automation/run/record.ts";
import { runFolder } from "../../automation/run/run-folder.ts";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

const limit = { timeout: 120_000 };
const crawl = ["--max-depth", "4", "--json"];

const urlsOf = (workplace: Workplace, runId: string): readonly string[] =>
  jsonLines(runFolder(workplace.base, runId).pages).map((page) => (page as { url: string }).url);

describe("a crawl that ended at its page limit", limit, () => {
  test("goes on with the settings it had, repeats no page, and has all pages in the end", async () => {
    await using site = await startDemoSite();
    await using workplace = new Workplace();
    const first = ["run", site.url, ...crawl, "--run-id", "one", "--max-pages", "10"];
    expect((await workplace.run([...first, "--include", "/species/**"])).exitCode).toBe(0);
    const more = ["run", "--resume", "one", "--json", "--run-id", "two", "--max-pages", "18"];
    const { exitCode, stderr } = await workplace.run(more);
    expect(exitCode, stderr).toBe(0);
    const [before, after] = [urlsOf(workplace, "one"), urlsOf(workplace, "two")];
    expect(after).toHaveLength(18);
    expect(new Set(after).size).toBe(18);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(1).every((url) => url.includes("/species/"))).toBe(true);
    const record = readRecord(runFolder(workplace.base, "two"));
    expect(record).toMatchObject({
      resumes: "one",
      urls: [site.url],
      outcome: { kind: "completed" },
    });
    expect(record.pages.retrieved + record.pages.failed).toBe(18);
    expect(violations("run-record", record)).toEqual([]);
  });
});

describe("a run whose task was killed", limit, () => {
  test("goes on, and the pages that only its crawler knew are in the new run", async () => {
    await using site = await startDemoSite();
    await using workplace = new Workplace();
    const first = workplace.start(["run", site.url, ...crawl, "--run-id", "one"]);
    await first.pages(10);
    for (const pid of workplace.leftovers()) process.kill(pid, "SIGKILL");
    first.child.kill("SIGKILL");
    await first.ended;
    const { exitCode, stderr } = await workplace.run([
      ...["run", "--resume", "last", "--run-id", "two", "--json", "--max-pages", "40"],
    ]);
    expect(exitCode, stderr).toBe(0);
    const urls = urlsOf(workplace, "two");
    expect([urls.length, new Set(urls).size]).toEqual([40, 40]);
    expect(urls).toEqual(expect.arrayContaining([...urlsOf(workplace, "one")]));
    expect(workplace.leftovers()).toEqual([]);
  });
});

describe("what cannot be resumed is refused with one sentence", limit, () => {
  test("a run that goes on, one that another run goes on with, and one that nobody knows", async () => {
    await using site = await startDemoSite();
    await using workplace = new Workplace();
    const slow = ["--delay", "30", "--run-id", "one"];
    const running = workplace.start(["run", site.url, ...crawl, ...slow]);
    await running.pages(1);
    const refused = async (...args: string[]): Promise<readonly [number | null, string]> => {
      const { exitCode, stderr } = await workplace.run(["run", ...args]);
      return [exitCode, stderr.trim().split("\n").at(-1) ?? ""];
    };
    expect(await refused("--resume", "one")).toEqual([
      2,
      expect.stringContaining('but got one: it still goes on; "mayfly stop one" ends it.'),
    ]);
    expect(await refused("--resume", "other")).toEqual([2, expect.stringContaining("other")]);
    running.child.kill("SIGINT");
    expect((await running.ended).exitCode).toBe(130);
    const goesOn = workplace.start(["run", "--resume", "one", "--run-id", "two", "--json"]);
    await goesOn.pages(1);
    expect(await refused("--resume", "one")).toEqual([
      2,
      expect.stringContaining("but got one: two goes on with its crawl already."),
    ]);
    goesOn.child.kill("SIGINT");
    await goesOn.ended;
    expect(await refused("--resume", "one", "--dry-run", "--stack", "dev")).toEqual([
      2,
      expect.stringContaining("Expected --dry-run or --resume, but got both."),
    ]);
    expect(await refused("--resume", "one", "--count", "2", "--stack", "dev")).toEqual([
      2,
      expect.stringContaining("Expected one task for"),
    ]);
  });
});
