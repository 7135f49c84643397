import { DescribeTasksCommand, ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reaped } from "../../automation/reap/reaped.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { eventually, jsonLines } from "../helpers/mayfly.ts";
import { startTaggingApi } from "./emulators/tagging-api.ts";
import type { Ended } from "./helpers/commands.ts";
import { bridgeAddress, dockerInventory, pushSelenium } from "./helpers/docker.ts";
import { killTree } from "./helpers/kill-tree.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** What is left by processes that had no time to clean up, and by nobody's machine being there at all. */
describe("what a crawl leaves that is killed with SIGKILL, with all its processes", () => {
  let world: World;
  let site: DemoSite;
  let tagging: Awaited<ReturnType<typeof startTaggingApi>>;
  let before: readonly string[];
  let heldByDocker: readonly string[];
  let settings: readonly string[];
  /** The account with somebody else's environment in it, which is up and lives on. */
  let living: readonly string[];
  const figures: string[] = [];

  beforeAll(async () => {
    heldByDocker = await dockerInventory();
    world = await startWorld({ emulator: "ministack" });
    before = await world.inventory();
    tagging = await startTaggingApi(world.aws);
    site = await startDemoSite({ host: await bridgeAddress() });
    const { host, user, token } = world.registry;
    const seleniumImage = await pushSelenium(world.registry);
    const config = [
      ...[`aws:region=us-east-1`, `dockerHubUser=${user}`, `registryServer=${host}`],
      ...[`seleniumImage=${seleniumImage}`, "cpu=1024", "memory=2048", "privateImage=true"],
    ].flatMap((setting) => ["--config", setting]);
    settings = [...config, "--secret", `dockerHubToken=${token}`];
  });
  afterAll(async () => {
    console.log(figures.join("\n"));
    await site.close();
    await tagging.close();
    await world[Symbol.asyncDispose]();
    expect(await dockerInventory()).toEqual(heldByDocker);
  });

  const crawl = (url: string, ...more: readonly string[]): string[] => [
    ...["crawl", url, "--cwd", world.project.folder, "--json", "--allow-private"],
    ...[...settings, ...more],
  ];
  /** One that goes on and on. */
  const endless = (prefix: string): string[] =>
    crawl(`${site.url}calendar/2026/05`, "--max-pages", "1000", "--delay", "1").concat(
      ...["--stack-prefix", prefix],
    );
  const reap = async (
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ readonly ended: Ended; readonly reaped: readonly Reaped[] }> => {
    const all = ["reap", "--cwd", world.project.folder, "--json", ...args];
    const AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API = tagging.endpoint;
    const ended = await world.run("mayfly", all, {
      AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API,
      ...env,
    });
    const lines = ended.stdout.split("\n").filter((line) => line !== "");
    return { ended, reaped: lines.map((line) => JSON.parse(line) as Reaped) };
  };
  /** Starts a crawl, kills all of it when its output matches and `also` has come, and says what that left in the account. */
  const killed = async (
    args: readonly string[],
    when: RegExp,
    also: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<readonly string[]> => {
    const running = world.start("mayfly", args);
    await running.said(when);
    await also();
    const processes = killTree(running.pid);
    await running.ended;
    const left = await world.inventory();
    figures.push(`kill -9 of ${processes.length} processes: ${countOf(left)} resources left`);
    return left;
  };
  const countOf = (all: readonly string[]): number =>
    all.filter((one) => !living.includes(one)).length;
  const reapsTo = async (
    expected: readonly string[],
    ...args: readonly string[]
  ): Promise<readonly Reaped[]> => {
    const had = (await world.inventory()).length;
    const { ended, reaped } = await reap(args);
    const left = await world.inventory();
    figures.push(`mayfly reap ${args.join(" ")}: ${had} resources before, ${left.length} after`);
    expect(left, ended.output).toEqual(expected);
    expect(ended.exitCode, ended.output).toBe(0);
    expect(reaped.flatMap((one) => one.left)).toEqual([]);
    return reaped;
  };
  const settingsFiles = (prefix: string): readonly string[] =>
    readdirSync(world.project.folder).filter((name) => name.startsWith(`Pulumi.${prefix}-`));

  it("is beside what somebody keeps with --keep", async () => {
    const args = crawl(site.url, "--max-pages", "2", "--delay", "0");
    const ended = await must(
      world.run("mayfly", [...args, "--stack-prefix", "keep", "--keep", "--config", "ttl=24h"]),
    );
    const { environment } = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "null") as {
      readonly environment: object;
    };
    expect(environment).toMatchObject({ broughtUp: true, kept: true, left: [], downMs: null });
    living = await world.inventory();
    figures.push(`${before.length} resources in an empty account, ${living.length} with --keep`);
    expect(living.length).toBeGreaterThan(before.length + 10);
  });

  it("has its tasks stopped by the schedule in the cloud, and goes by reap, with the lock", async () => {
    const left = await killed(endless("ci"), /"type":"page"/);
    expect(countOf(left)).toBeGreaterThan(10);
    const isArmed = (name: string): boolean => name.startsWith("mayfly-ci-");
    const scheduler = new SchedulerClient(world.aws);
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand());
    const armed = Schedules.find(({ Name = "" }) => isArmed(Name));
    const { Name, GroupName } = armed ?? {};
    const schedule = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    const ecs = new ECSClient(world.aws);
    const cluster = left
      .find((one) => one.startsWith("cluster: mayfly-ci-"))
      ?.replace("cluster: ", "");
    const running = async (): Promise<readonly string[]> =>
      (await ecs.send(new ListTasksCommand({ cluster, desiredStatus: "RUNNING" }))).taskArns ?? [];
    const tasks = await running();
    expect(tasks).toHaveLength(1);

    // Its time has come, a day early.
    const now = new Date(Date.now() + 1000).toISOString().slice(0, 19);
    const { FlexibleTimeWindow, Target, ActionAfterCompletion, ScheduleExpressionTimezone } =
      schedule;
    await scheduler.send(
      new UpdateScheduleCommand({
        ...{ Name, GroupName, FlexibleTimeWindow, Target, ActionAfterCompletion },
        ...{ ScheduleExpressionTimezone, ScheduleExpression: `at(${now})` },
      }),
    );
    await eventually(
      async () => ((await running()).length === 0 ? true : undefined),
      "the state machine has stopped the task",
    );
    const { tasks: ended = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: [...tasks] }),
    );
    expect(ended.map(({ stoppedReason }) => stoppedReason)).toEqual([
      "mayfly: the environment has expired",
    ]);
    figures.push("the schedule fired: 1 task stopped with no Mayfly alive");

    // Neither has expired by its own time.
    const after = await world.inventory();
    expect((await reapsTo(after)).length).toBe(0);
    const dry = await reap(["--older-than", "0s", "--stack-prefix", "ci-", "--dry-run"]);
    expect([dry.ended.exitCode, dry.reaped.length]).toEqual([1, 1]);
    expect(dry.reaped[0]).toMatchObject({ hasState: true, problem: null });
    expect(dry.reaped[0]?.left.length).toBeGreaterThan(10);
    expect(await world.inventory()).toEqual(after);

    const args = ["--older-than", "0s", "--stack-prefix", "ci-"];
    const wrong = await reap(args, { PULUMI_CONFIG_PASSPHRASE: "another passphrase" });
    expect([wrong.ended.exitCode, wrong.reaped.length], wrong.ended.output).toEqual([1, 1]);
    expect(wrong.reaped[0]).toMatchObject({ hasState: true, left: dry.reaped[0]?.left });
    expect(wrong.reaped[0]?.problem).toContain("PULUMI_CONFIG_PASSPHRASE_FILE, but got another");
    expect(await world.inventory()).toEqual(after);

    await reapsTo(living, ...args);
    expect(settingsFiles("ci")).toEqual([]);
    expect(settingsFiles("keep")).toHaveLength(1);
  });

  it("goes by reap also where it came in the middle of an up, with what no state has", async () => {
    const operations = join(world.project.state, "operations.jsonl");
    const queue = "aws:sqs/queue:Queue";
    await world.withFaults({ STANDIN_DELAY: `${queue}=3000`, STANDIN_LOG: operations });
    // The engine tells of a creation before the provider has heard of it.
    const isHeardOf = (): true | undefined =>
      jsonLines(operations).some((one) => (one as { readonly type: string }).type === queue) ||
      undefined;
    await killed(endless("mid"), /"resourceType":"aws:sqs\/queue:Queue"/, () =>
      eventually(isHeardOf, "the provider makes the queue"),
    );
    // The provider goes on without the engine.
    const strays = await eventually(async () => {
      const found = await world.inventory();
      return found.some((one) => /^queue: .*mayfly-mid-/.test(one)) ? found : undefined;
    }, "the queue that nobody knows is there");
    // The update that was killed holds the lock still.
    const locks = readdirSync(join(world.project.state, ".pulumi/locks"), { recursive: true });
    expect(locks).toContainEqual(expect.stringMatching(/mid-.*\.json$/));
    figures.push(`the provider went on without the engine: ${countOf(strays)} resources left`);
    await world.withFaults({});
    await reapsTo(living, "--older-than", "0s", "--stack-prefix", "mid-");
    expect(settingsFiles("mid")).toEqual([]);
  });

  it("goes by its tags alone where the state is lost, but for what may not be removed, which is told", async () => {
    await killed(endless("lost"), /"type":"page"/);
    rmSync(world.project.state, { recursive: true });
    const args = ["--older-than", "0s", "--stack-prefix", "lost-"];
    const dry = await reap([...args, "--dry-run"]);
    expect([dry.ended.exitCode, dry.reaped.length], dry.ended.output).toEqual([1, 1]);
    expect(dry.reaped[0]).toMatchObject({ hasState: false, problem: null });

    const refused = await reap(args, { AWS_ENDPOINT_URL_SQS: tagging.endpoint });
    const arn = expect.stringMatching(/^arn:aws:sqs:us-east-1:\d+:mayfly-lost-/) as string;
    const command = expect.stringMatching(/^aws --region us-east-1 sqs delete-queue /) as string;
    expect(refused.ended.exitCode, refused.ended.output).toBe(1);
    expect(refused.reaped).toMatchObject([
      {
        ...{ hasState: false, left: [arn, arn] },
        problem: expect.stringContaining("may not do the removal") as string,
        byHand: [command, command],
      },
    ]);
    const left = (await world.inventory()).filter((one) => !living.includes(one));
    figures.push(
      `reap without the right to delete queues: ${left.length} resources left, and told`,
    );
    const queue = expect.stringMatching(/^queue: .*mayfly-lost-/) as string;
    expect(left).toEqual([queue, queue]);
    await reapsTo(living, ...args);
  });

  it("leaves an empty account at last", async () => {
    const reaped = await reapsTo(before, "--older-than", "0s");
    expect(reaped.map(({ stack }) => stack)).toEqual([expect.stringMatching(/^keep-/)]);
  });
});
