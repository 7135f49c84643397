import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CrawlEnvironment } from "../../automation/crawl/crawl-options.ts";
import type { RunRecord } from "../../automation/run/record.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";
import type { Ended } from "./helpers/commands.ts";
import { bridgeAddress, dockerInventory, pushSelenium } from "./helpers/docker.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** How many crawls are interrupted, each in a tenth of its life of its own. */
const interruptions = 10;

/** The last line of `mayfly crawl --json`. */
interface Finished {
  readonly type: string;
  readonly runId: string;
  readonly outcome: string;
  readonly exitCode: number;
  readonly path: string;
  readonly environment: CrawlEnvironment;
  readonly pages: { readonly retrieved: number };
}

/** What a crawl was in the middle of at a time: the last event before it. */
function phaseAt(stdout: string, atMs: number): string {
  const events = stdout
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = events.findLast(({ at }) => Date.parse(String(at)) <= atMs);
  const { type = "nothing yet", operation = "", state = "", resourceType = "" } = last ?? {};
  return [type, operation, state, resourceType].filter((one) => one !== "").join(" ");
}

/** From an empty account to an empty account, whatever happens in between. */
describe("mayfly crawl on an emulator of AWS with containers", () => {
  let world: World;
  let site: DemoSite;
  let before: readonly string[];
  let heldByDocker: readonly string[];
  let settings: readonly string[];
  /** How long the last crawl took that nobody interrupted. */
  let wholeMs = 0;
  const figures: string[] = [];

  beforeAll(async () => {
    heldByDocker = await dockerInventory();
    world = await startWorld({ emulator: "ministack" });
    before = await world.inventory();
    site = await startDemoSite({ host: await bridgeAddress() });
    const { host, user, token } = world.registry;
    const seleniumImage = await pushSelenium(world.registry);
    settings = [
      ...[`aws:region=us-east-1`, `dockerHubUser=${user}`, `registryServer=${host}`],
      ...[`seleniumImage=${seleniumImage}`, "cpu=1024", "memory=2048"],
    ].flatMap((setting) => ["--config", setting]);
    settings = [...settings, "--secret", `dockerHubToken=${token}`];
  });
  afterAll(async () => {
    console.log(figures.join("\n"));
    await site.close();
    await world[Symbol.asyncDispose]();
    expect(await dockerInventory()).toEqual(heldByDocker);
  });

  const crawlOf = (url: string, ...more: readonly string[]): string[] => [
    ...["crawl", url, "--target", "fargate", "--cwd", world.project.folder],
    ...["--max-pages", "4", "--delay", "0", "--allow-private", ...settings, ...more],
  ];
  const crawl = (...more: readonly string[]): string[] => crawlOf(site.url, "--json", ...more);
  /** Nobody listens there. */
  const nowhere = "http://127.0.0.1:9/";
  /** Does what the output says to do about an environment that is up. */
  const takeDownAsTold = async ({ output }: Ended): Promise<void> => {
    const command = /`mayfly (down [^`]+ --remove)`/.exec(output)?.[1];
    expect(command, output).toBeDefined();
    await must(world.run("mayfly", (command ?? "").split(" ")));
  };
  const finished = ({ stdout, output }: Ended): Finished => {
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as Finished | null;
    if (last?.type !== "crawl.finished") throw new Error(output);
    return last;
  };
  const settingsFiles = (): readonly string[] =>
    readdirSync(world.project.folder).filter((name) => name.startsWith("Pulumi."));
  const leavesNothing = async (): Promise<number> => {
    const left = await world.inventory();
    expect(left).toEqual(before);
    return left.length - before.length;
  };

  it("comes from nothing, crawls, keeps the results here, and leaves nothing", async () => {
    // More than ECS takes as overrides of a task.
    const urls = Array.from(
      { length: 60 },
      (_, index) => `${site.url}calendar/${String(2000 + index)}/05?${"x".repeat(60)}`,
    );
    const list = join(world.project.folder, "urls.txt");
    writeFileSync(list, urls.join("\n"));
    const beganMs = Date.now();
    const ended = await must(world.run("mayfly", crawl("--url-file", list)));
    wholeMs = Date.now() - beganMs;
    const { path, outcome, environment } = finished(ended);
    expect(outcome).toBe("completed");
    expect(environment).toMatchObject({ broughtUp: true, kept: false, left: [], problem: null });
    expect(jsonLines(join(path, "pages.jsonl"))).toHaveLength(4);
    expect(jsonLines(join(path, "results/journal/000001.jsonl")).length).toBeGreaterThanOrEqual(4);
    const record = JSON.parse(readFileSync(join(path, "record.json"), "utf8")) as RunRecord;
    expect(violations("run-record", record)).toEqual([]);
    expect(readFileSync(join(path, "results/urls", `${record.runId}.txt`), "utf8")).toBe(
      `${[site.url, ...urls].join("\n")}\n`,
    );
    expect(record.environment).toEqual(environment);
    const left = await leavesNothing();
    figures.push(
      `whole: ${String(before.length)} resources before, ${String(before.length + left)} after; ${String(wholeMs)} ms`,
    );
  });

  it("leaves nothing where the crawl fails, nor of two at once, which do not meet", async () => {
    const [good, bad] = await Promise.all([
      world.run("mayfly", crawl("--stack-prefix", "good")),
      world.run("mayfly", crawlOf(nowhere, "--json", "--retries", "0", "--stack-prefix", "bad")),
    ]);
    const gone = { broughtUp: true, kept: false, left: [], problem: null };
    expect(finished(good)).toMatchObject({ exitCode: 0, environment: gone });
    expect(finished(bad)).toMatchObject({ outcome: "failed", environment: gone });
    expect(bad.exitCode).not.toBe(0);
    const stacks = [good, bad].map((ended) => finished(ended).environment.stack);
    expect(stacks).toEqual([expect.stringMatching(/^good-/), expect.stringMatching(/^bad-/)]);
    figures.push(`two at once, one of which fails: ${await leavesNothing()} resources left`);
  });

  it("takes settings that the program refuses for bad usage, and leaves no stack", async () => {
    const known = settingsFiles();
    const where = ["--target", "fargate", "--cwd", world.project.folder];
    const region = ["--config", "aws:region=us-east-1"];
    const ended = await world.run("mayfly", ["crawl", site.url, ...where, ...region]);
    expect(ended.exitCode, ended.output).toBe(2);
    expect(ended.output).toContain("give --config dockerHubUser=NAME");
    expect(settingsFiles()).toEqual(known);
  });

  it("says what is left where it cannot be taken down, and the command that removes it", async () => {
    await world.withFaults({ STANDIN_FAIL: "aws:sqs/queue:Queue=delete:AccessDenied: not by you" });
    const ended = await world.run("mayfly", crawlOf(site.url));
    await world.withFaults({});
    expect(ended.exitCode, ended.output).toBe(1);
    expect(ended.output).toContain("could not be taken down");
    expect(ended.output).toContain("not by you");
    const told = [...ended.output.matchAll(/^ {2}left {6}(?<what>.*)$/gm)].map(
      ({ groups }) => groups?.["what"] ?? "",
    );
    const queues = told.filter((one) => one.startsWith("aws:sqs/queue:Queue http"));
    expect(queues).toHaveLength(2);
    const left = (await world.inventory()).filter((one) => !before.includes(one));
    // No more is told than there is, but for what has no tags and is a part of another.
    expect(left.length).toBeGreaterThanOrEqual(2);
    expect(told.length).toBeGreaterThanOrEqual(left.length);
    await takeDownAsTold(ended);
    figures.push(
      `a failing tear-down: ${left.length} resources left and ${told.length} told, ${await leavesNothing()} after the command that was told`,
    );
  });

  it("keeps the environment of a crawl that failed with --keep-on-failure, and says how to remove it", async () => {
    const ended = await world.run(
      "mayfly",
      crawlOf(nowhere, "--retries", "0", "--keep-on-failure"),
    );
    expect(ended.exitCode, ended.output).toBe(1);
    const held = (await world.inventory()).length - before.length;
    expect(held).toBeGreaterThan(10);
    await takeDownAsTold(ended);
    figures.push(`--keep-on-failure: ${held} resources kept, ${await leavesNothing()} after down`);
  });

  it("leaves nothing after SIGINT, whenever it comes", async () => {
    const known = settingsFiles();
    for (let index = 0; index < interruptions; index += 1) {
      const atMs = ((index + Math.random()) / interruptions) * wholeMs;
      const beganMs = Date.now();
      const running = world.start("mayfly", crawl());
      const timer = setTimeout(() => {
        running.kill("SIGINT");
      }, atMs);
      const ended = await running.ended;
      clearTimeout(timer);
      const met = phaseAt(ended.stdout, beganMs + atMs);
      // The first one builds and pushes an image; those that follow find it, and the moments are spread over what they take.
      if (ended.exitCode === 0) {
        wholeMs = Date.now() - beganMs;
        expect(finished(ended).pages.retrieved).toBe(4);
      }
      const left = await leavesNothing();
      figures.push(
        `SIGINT after ${atMs.toFixed(0)} ms, in ${met}: exit code ${String(ended.exitCode)}, ${String(left)} resources left`,
      );
      expect(settingsFiles()).toEqual(known);
      // The last of them may come when the crawl is over.
      expect([130, 0, null]).toContain(ended.exitCode);
    }
  }, 1_200_000);
});
