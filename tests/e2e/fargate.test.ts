import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunRecord } from "../../automation/run/record.ts";
import type { PageRecord } from "../../crawler/src/contract.ts";
import { demoSiteFacts } from "../fixtures/demo-site/facts.mjs";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { compileExample } from "../helpers/compiled-example.ts";
import { violations } from "../helpers/schemas.ts";
import { start, type Ended } from "./helpers/commands.ts";
import { bridgeAddress, docker, dockerInventory, pushSelenium } from "./helpers/docker.ts";
import { outputsOf } from "./helpers/outputs.ts";
import { registryDigest, startLoginRegistry } from "./helpers/registry.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** What is seen of each emulator. Both differ from AWS, each where the other does not. */
const emulators = [
  {
    name: "fakecloud",
    states: { PROVISIONING: "observed", PENDING: "observed", ACTIVATING: "inferred" },
    health: "HEALTHY",
    // As on AWS: Selenium is stopped when the crawler has ended.
    seleniumExitCode: 143,
    // The containers that StopTask ended are to it as any that ended.
    stopCode: "EssentialContainerExited",
  },
  {
    name: "ministack",
    states: { PROVISIONING: "observed" },
    health: "UNKNOWN",
    // It gives the exit code of the container that ended to those that it stops, and 0 to all after StopTask: then only the
    // crawler's own word in the log says that it was interrupted.
    seleniumExitCode: 0,
    stopCode: "UserInitiated",
  },
] as const;

let registry: Awaited<ReturnType<typeof startLoginRegistry>>;
beforeAll(async () => {
  registry = await startLoginRegistry();
});
afterAll(async () => {
  await registry.close();
});

describe.each(emulators)(
  "a crawl in containers of $name",
  ({ name, states, health, seleniumExitCode, stopCode }) => {
    let world: World;
    let site: DemoSite;
    let before: readonly string[];
    let heldByDocker: readonly string[];

    beforeAll(async () => {
      heldByDocker = await dockerInventory();
      world = await startWorld({ emulator: name, registry });
      before = await world.inventory();
      site = await startDemoSite({ host: await bridgeAddress() });
    });
    afterAll(async () => {
      await world[Symbol.asyncDispose]();
      // ministack takes containers of ended tasks away in its own time, at its end at the latest.
      expect(await dockerInventory()).toEqual(heldByDocker);
    });

    afterAll(async () => {
      await site.close();
    });

    const flags = () => ["--stack", "dev", "--cwd", world.project.folder];
    const crawl = (...args: readonly string[]): string[] => [
      ...["run", ...args, ...flags()],
      // The site is on this machine.
      "--allow-private",
    ];
    /** The files of a run, by what a command said of it. */
    const runOf = ({ output }: Ended) => {
      const id = /run (\d{8}-\d{6}-\w+) on fargate/.exec(output)?.[1] ?? "";
      const folder = join(world.project.folder, ".mayfly/runs", id);
      const read = (path: string): string => readFileSync(join(folder, path), "utf8");
      const lines = (path: string): unknown[] =>
        read(path)
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown);
      const record = JSON.parse(read("record.json")) as RunRecord;
      expect(violations("run-record", record)).toEqual([]);
      return { record, read, lines };
    };

    it("is brought up by mayfly up, with the images in a registry", async () => {
      const image = `${world.registry.host}/selenium/standalone-chrome:4.27.0`;
      await world.configure("dev", { seleniumImage: image, cpu: "1024", memory: "2048" });
      await Promise.all([
        pushSelenium(world.registry),
        must(world.run("mayfly", ["up", ...flags()])),
      ]);
      expect((await outputsOf(world, "dev")).images.selenium).toBe(image);
    });

    it("retrieves pages, keeps both logs and says how each container ended", async () => {
      const ended = await must(
        world.run("mayfly", crawl(site.url, "--max-pages", "5", "--delay", "0")),
      );
      const { record, read, lines } = runOf(ended);
      const pages = lines("pages.jsonl") as PageRecord[];
      expect(pages).toHaveLength(5);
      for (const page of pages) {
        expect(violations("page-record", page)).toEqual([]);
        const { pathname } = new URL(page.url);
        expect(page).toMatchObject(demoSiteFacts.pages[pathname] ?? { url: "a page of the site" });
      }
      expect(read("logs/selenium.log")).toContain("Started Selenium Standalone 4.27.0");
      expect(read("logs/crawler.log")).toContain("Retrieved URL: ");
      expect(lines("events.jsonl").flatMap((event) => violations("run-event", event))).toEqual([]);

      expect(record).toMatchObject({ status: "finished", exitCode: 0 });
      expect(record.outcome).toMatchObject({ kind: "completed" });
      const sources = Object.fromEntries(record.states.map(({ state, source }) => [state, source]));
      expect(sources).toMatchObject({ ...states, RUNNING: "observed", STOPPED: "observed" });
      expect(Object.keys(sources)).toHaveLength(8);
      expect(record.task).toMatchObject({
        lastStatus: "STOPPED",
        stopCode: "EssentialContainerExited",
        containers: [
          { name: "selenium", exitCode: seleniumExitCode, healthStatus: health },
          { name: "crawler", exitCode: 0 },
        ],
      });
      const digest = await registryDigest(world.registry, "mayfly/mayfly-crawler", "dev");
      const crawlerImage = `${world.registry.host}/mayfly/mayfly-crawler@${String(digest)}`;
      expect(record.task?.containers[1]?.image).toBe(crawlerImage);
      expect((await outputsOf(world, "dev")).images.crawler).toBe(crawlerImage);
    });

    it("ends the task on Ctrl-C", async () => {
      const running = world.start("mayfly", crawl(`${site.url}calendar/2026/05`, "--delay", "1"));
      await running.said(/Retrieved URL/);
      running.kill("SIGINT");
      const ended = await running.ended;
      expect(ended.exitCode).toBe(130);
      const { record } = runOf(ended);
      expect(record.outcome).toMatchObject({ kind: "stopped" });
      expect(record.task).toMatchObject({ lastStatus: "STOPPED", stopCode });
      // The crawler was told, and ended in order.
      expect(record.summary).toMatchObject({ outcome: "interrupted" });
    });

    const resumed = async (): Promise<void> => {
      const running = world.start(
        "mayfly",
        crawl(site.url, "--max-pages", "12", "--max-depth", "4", "--delay", "1"),
      );
      await running.said(/Retrieved URL[^]*Retrieved URL[^]*Retrieved URL/);
      const listed = await docker(["ps", "--format", "{{.ID}} {{.Image}}"]);
      const crawler = /^(\S+) .*mayfly-crawler/m.exec(listed)?.[1] ?? "";
      await docker(["kill", crawler]);
      const killed = await running.ended;
      expect(killed.exitCode).not.toBe(0);
      const first = runOf(killed);
      expect(first.record.outcome).toMatchObject({ kind: "failed", containerExitCode: 137 });

      const args = ["run", "--resume", first.record.runId, ...flags()];
      const second = runOf(await must(world.run("mayfly", args)));
      expect(second.record.outcome).toMatchObject({ kind: "completed" });
      const urls = second.lines("pages.jsonl").map((page) => (page as PageRecord).url);
      expect(urls).toHaveLength(12);
      expect(new Set(urls).size).toBe(12);
      const retrieved = ({ read }: ReturnType<typeof runOf>): readonly string[] =>
        [...read("logs/crawler.log").matchAll(/Retrieved URL: (\S+)/g)].map(([, url]) => url ?? "");
      const [before, after] = [retrieved(first), retrieved(second)];
      expect(before.length).toBeGreaterThanOrEqual(3);
      expect(after.filter((url) => before.includes(url))).toEqual([]);
    };
    // Once is enough.
    if (name === "ministack") {
      it("goes on with --resume after its task was killed, and repeats no page", resumed);
    }

    const example = async (): Promise<void> => {
      const { images } = await outputsOf(world, "dev");
      const held = await world.inventory();
      await world.configure("example", {
        ...{ crawlerImage: images.crawler, seleniumImage: images.selenium },
        ...{ cpu: "1024", memory: "2048", "crawlerEnvironment.MAYFLY_DELAY": "0" },
        "crawlerEnvironment.MAYFLY_ALLOW_PRIVATE": "true",
      });
      using compiled = await compileExample("crawl-on-fargate");
      const options = { cwd: world.project.folder, env: world.environment() };
      const { stdout } = await must(
        start(process.execPath, [compiled.path, site.url], options).ended,
      );
      expect(stdout).toContain("up succeeded\n");
      expect(stdout).toContain("RUNNING (observed)\n");
      expect(stdout).toContain(`200 ${site.url} "`);
      expect(stdout).toContain("completed: 10 pages\n");
      expect(stdout).toMatch(/record\.json\ndown succeeded\n$/);
      expect(await world.inventory()).toEqual(held);
    };
    // Once is enough.
    if (name === "ministack") it("is what the example for Fargate does", example);

    it("leaves nothing after mayfly down", async () => {
      await must(world.run("mayfly", ["down", ...flags()]));
      expect(await world.inventory()).toEqual(before);
      const left = (await dockerInventory()).filter((one) => !one.startsWith("image: "));
      if (name === "fakecloud") expect(heldByDocker).toEqual(expect.arrayContaining(left));
    });
  },
);
