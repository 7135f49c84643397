import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { builtProgram } from "../../automation/package-root.ts";
import type { RunRecord } from "../../automation/run/record.ts";
import { listRunIds, runFolder } from "../../automation/run/run-folder.ts";
import { readRecord } from "../../automation/run/record.ts";
import { agentFiles, readAgentState } from "../../automation/targets/agent/agent-files.ts";
import { seleniumImage } from "../../scripts/e2e/index.mjs";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { eventually, jsonLines } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";
import { must, start, type Ended, type Started } from "./helpers/commands.ts";
import { bridgeAddress, docker, dockerInventory } from "./helpers/docker.ts";

/** A folder in which a user types, and what the engine had before. */
let folder: string;
let site: DemoSite;
let before: readonly string[];

const built = "image: mayfly-crawler:local";
/** What is on the engine but the image that `--build` leaves. */
const inventory = async (): Promise<readonly string[]> =>
  (await dockerInventory()).filter((one) => one !== built);

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  DOCKER_HOST: inject("dockerHost"),
  NODE_ENV: undefined,
  VITEST: undefined,
});
const mayfly = (...args: readonly string[]): Started =>
  start(process.execPath, [builtProgram("cli.js"), ...args], { cwd: folder, env: environment() });
/** The image that the first test builds. */
const image = ["--target", "docker", "--selenium-image", seleniumImage, "--allow-private"];
const crawl = (url: string, ...args: readonly string[]): Started =>
  mayfly("run", url, ...image, "--crawler-image", "mayfly-crawler:local", ...args);
const endless = ["--max-pages", "100000", "--max-depth", "1000", "--delay", "0.2"];

const last = () =>
  runFolder(join(folder, ".mayfly"), listRunIds(join(folder, ".mayfly")).at(-1) ?? "");
const record = (): RunRecord => {
  const found = readRecord(last());
  expect(violations("run-record", JSON.parse(readFileSync(last().record, "utf8")))).toEqual([]);
  return found;
};
const noneLeft = async (): Promise<void> => {
  await eventually(
    async () => ((await inventory()).join() === before.join() ? true : undefined),
    "nothing of the task is on the engine",
  );
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-docker-"));
  before = await inventory();
  site = await startDemoSite({ host: await bridgeAddress() });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a crawl in containers of a Docker engine", () => {
  it("builds the crawler's image, crawls, keeps both logs and leaves nothing but that image", async () => {
    const ended = await must(
      mayfly("run", site.url, ...image, "--build", "--max-pages", "5", "--delay", "0").ended,
    );
    expect(ended.output).toMatch(/run \S+ on docker/);
    expect(
      await docker(["image", "inspect", "--format", "{{.Id}}", "mayfly-crawler:local"]),
    ).toMatch(/^sha256:/);
    const { outcome, exitCode, pages, states, task, target, docker: kept } = record();
    expect({ outcome, exitCode, target }).toMatchObject({
      outcome: { kind: "completed" },
      exitCode: 0,
      target: "docker",
    });
    expect(pages.retrieved).toBe(5);
    expect(jsonLines(last().pages)).toHaveLength(5);
    expect(kept).toMatchObject({ build: true, seleniumImage });
    expect(states.map(({ source }) => source)).toEqual(states.map(() => "observed"));
    expect(task).toMatchObject({
      stopCode: "EssentialContainerExited",
      containers: [
        { name: "selenium", exitCode: 143, healthStatus: "HEALTHY", image: seleniumImage },
        { name: "crawler", exitCode: 0 },
      ],
    });
    expect(task?.privateAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(readFileSync(last().log("selenium"), "utf8")).toContain("Started Selenium Standalone");
    expect(readFileSync(last().log("crawler"), "utf8")).toContain("Retrieved URL: ");
    expect(jsonLines(last().events).flatMap((event) => violations("run-event", event))).toEqual([]);
    expect(await inventory()).toEqual(before);
  });

  it("ends the task on Ctrl-C, and goes on with --resume where it stopped", async () => {
    const running = crawl(`${site.url}calendar/2026/05`, ...endless);
    await running.said(/Retrieved URL/);
    running.kill("SIGINT");
    expect((await running.ended).exitCode).toBe(130);
    const first = record();
    expect(first.outcome).toMatchObject({ kind: "stopped" });
    // The crawler was told, and ended in order.
    expect(first.summary).toMatchObject({ outcome: "interrupted" });
    expect(await inventory()).toEqual(before);

    const more = String(first.pages.retrieved + 3);
    await must(mayfly("run", "--resume", first.runId, "--max-pages", more).ended);
    const second = record();
    expect(second).toMatchObject({ resumes: first.runId, target: "docker" });
    const urls = (jsonLines(last().pages) as { url: string }[]).map(({ url }) => url);
    expect(new Set(urls).size).toBe(urls.length);
    expect(second.pages.retrieved).toBe(Number(more));
  });

  it("is followed and stopped from another terminal", async () => {
    const { stdout } = await must(
      crawl(`${site.url}calendar/2026/05`, ...endless, "--wait-until", "running").ended,
    );
    const runId = /\d{8}-\d{6}-\w+/.exec(stdout)?.[0] ?? "";
    const follower = mayfly("attach", runId);
    await follower.said(/Retrieved URL/);
    expect((await must(mayfly("status", runId).ended)).stdout).toContain("RUNNING, HEALTHY");
    expect((await must(mayfly("logs", runId, "--container", "selenium").ended)).stdout).toContain(
      "Selenium",
    );
    await must(mayfly("stop", runId).ended);
    expect((await follower.ended).exitCode).toBe(143);
    expect(record().outcome).toMatchObject({ kind: "stopped" });
    expect(await inventory()).toEqual(before);
  });

  it("says that a container ran out of memory", async () => {
    const ended = await crawl(site.url, "--memory", "96").ended;
    expect(ended.exitCode).not.toBe(0);
    const { task, diagnosis } = record();
    expect(task?.containers[0]).toMatchObject({
      exitCode: 137,
      reason: expect.stringContaining("OutOfMemoryError") as string,
    });
    expect(diagnosis?.id).toBe("out-of-memory");
    expect(await inventory()).toEqual(before);
  });

  it("says which image there is not", async () => {
    const missing = `127.0.0.1:1/none@sha256:${createHash("sha256").update("x").digest("hex")}`;
    const ended = await mayfly("run", site.url, ...image, "--crawler-image", missing).ended;
    expect(ended.exitCode).toBe(3);
    expect(record().outcome?.reason).toMatch(/CannotPullContainerError: .*127\.0\.0\.1:1\/none/);
    expect(await inventory()).toEqual(before);
  });
});

describe("what is killed with SIGKILL leaves nothing on the engine", () => {
  const midCrawl = async (): Promise<Started> => {
    const running = crawl(`${site.url}calendar/2026/05`, ...endless);
    await running.said(/Retrieved URL/);
    expect(await inventory()).not.toEqual(before);
    return running;
  };
  const kill = (pid: number | undefined): void => {
    expect(pid).toBeGreaterThan(1);
    process.kill(pid ?? 0, "SIGKILL");
  };
  const state = () => readAgentState(agentFiles(last().task));

  it("Mayfly: its agent ends the task and the record", async () => {
    const running = await midCrawl();
    running.kill("SIGKILL");
    await running.ended;
    await noneLeft();
    await eventually(
      () => (readRecord(last()).status === "finished" ? true : undefined),
      "the end",
    );
    expect(record().outcome).toMatchObject({ kind: "interrupted" });
  });

  it("the agent: its watchdog does", async () => {
    const running = await midCrawl();
    kill(state()?.agent.pid);
    const { exitCode } = await running.ended;
    expect(exitCode).toBe(5);
    await noneLeft();
    expect(record().diagnosis?.id).toBe("agent-died");
  });

  it("all of them: the next command in that folder does", async () => {
    const running = await midCrawl();
    const { agent, watchdog } = state() ?? {};
    // In one go: an agent replaces a watchdog that is killed, and a watchdog cleans up after its agent.
    kill(agent?.pid);
    kill(watchdog?.pid);
    running.kill("SIGKILL");
    await running.ended;
    const { runId } = last();
    const next: Ended = await crawl(site.url, "--max-pages", "1").ended;
    expect(next.exitCode).toBe(0);
    await noneLeft();
    expect(readRecord(runFolder(join(folder, ".mayfly"), runId)).outcome?.kind).toBe("interrupted");
    expect(existsSync(agentFiles(last().task).state)).toBe(false);
  });
});
