import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackOutputs } from "../../infra/outputs.ts";
import { changes } from "./helpers/changes.ts";
import { start } from "./helpers/commands.ts";
import { outputsOf } from "./helpers/outputs.ts";
import { registryDigest } from "./helpers/registry.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

const noEngine = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
const up = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev"];
const schedule = "examples/scheduled-crawl";
const preview = ["preview", "--non-interactive", "--stack", "dev"];

/** One stack's life, typed by hand; the tests are its stages, in their order. */
describe("pulumi up, typed by hand", () => {
  let world: World;
  let before: readonly string[];

  beforeAll(async () => {
    world = await startWorld();
    await world.configure("dev");
    before = await world.inventory();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const outputs = (): Promise<StackOutputs> => outputsOf(world, "dev");
  const taskDefinition = async (arn: string) => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
    return (await new ECSClient(world.aws).send(command)).taskDefinition;
  };

  it("previews without a Docker engine, says so, and makes nothing", async () => {
    const { output } = await must(world.run("pulumi", preview, noEngine));
    expect(output).toContain("No Docker engine answers");
    expect(output).toMatch(/\+ \d+ to create/);
    expect(await world.inventory()).toEqual(before);
  });

  it("brings everything up, with outputs that keep the contract", async () => {
    await must(world.run("pulumi", up));
    const found = await outputs();
    expect(found).toMatchObject({
      stack: "dev",
      region: "us-east-1",
      taskArn: found.taskDefinitionArn,
      taskDefinitionRevision: 1,
      logGroupName: "/ecs/mayfly-crawl-dev",
    });
    expect(JSON.stringify(found)).not.toContain(world.registry.token);
  });

  it("refers in the task definition to the digest that the registry has", async () => {
    const { images, taskDefinitionArn } = await outputs();
    const digest = await registryDigest(world.registry, "mayfly/mayfly-crawler", "dev");
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(images.crawler).toBe(`${world.registry.host}/mayfly/mayfly-crawler@${String(digest)}`);
    const containers = (await taskDefinition(taskDefinitionArn))?.containerDefinitions ?? [];
    expect(containers.find(({ name }) => name === "crawler")?.image).toBe(images.crawler);
  });

  it("has pushed an image that is not root, has an init, and brings only what a crawl needs", async () => {
    const { images } = await outputs();
    const docker = (...args: string[]) =>
      start("docker", args, { cwd: world.project.folder, env: world.environment() }).ended;
    const inspected = await must(docker("image", "inspect", images.crawler));
    const [{ Config }] = JSON.parse(inspected.stdout) as [{ Config: Record<string, unknown> }];
    expect(Config).toMatchObject({
      User: "node",
      Entrypoint: ["tini", "-s", "--", "node", "--optimize-for-size", "dist/main.js"],
      Volumes: { "/work": {} },
    });
    const run = ["run", "--rm", "--read-only"];
    const look =
      "ls . node_modules; ls node_modules/selenium-webdriver/bin; touch /work/writable here";
    const inside = await docker(...run, "--entrypoint", "sh", images.crawler, "-c", look);
    const found = inside.stdout.split("\n");
    expect(found).toEqual(expect.arrayContaining(["dist", "saxes", "selenium-webdriver"]));
    expect(found).not.toContain("src");
    expect(found).not.toContain("typescript");
    expect(inside.stderr).toContain("selenium-webdriver/bin");
    expect(inside.stderr).toContain("'here': Read-only file system");
    expect(inside.stderr).not.toContain("/work/writable");
    // Without URLs the crawler says what it lacks, with its own exit code.
    const { exitCode, stderr } = await docker(...run, images.crawler);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Expected at least one URL");
  });

  it("is crawled on a schedule by the example, in a project of its own", async () => {
    world.project.restore(schedule);
    const pulumi = (...args: string[]) => must(world.run("pulumi", ["--cwd", schedule, ...args]));
    await pulumi("stack", "init", "dev");
    const settings = ["aws:region=us-east-1", "environment=organization/mayfly/dev"];
    const all = [...settings, "urls[0]=https://example.com/"].flatMap((one) => [
      "--plaintext",
      one,
    ]);
    await pulumi("config", "set-all", "--path", ...all);
    const { output } = await pulumi(...up);
    expect(changes(output)).toContain("created aws:scheduler:Schedule");
  });

  it("changes nothing in a second up", async () => {
    const { output } = await must(world.run("pulumi", [...up, "--expect-no-changes"]));
    expect(changes(output)).toEqual([]);
  });

  it("changes exactly the image and the task definition when crawler/src changes", async () => {
    const first = await outputs();
    world.project.write("crawler/src/touched.ts", 'export const touched = "touched";\n');
    const { output } = await must(world.run("pulumi", up));
    expect(changes(output)).toEqual([
      "created replacement aws:ecs:TaskDefinition",
      "deleted original aws:ecs:TaskDefinition",
      "replaced aws:ecs:TaskDefinition",
      "updated docker:index:Image",
    ]);
    const second = await outputs();
    expect(second.images.crawler).not.toBe(first.images.crawler);
    expect(second.taskDefinitionRevision).toBe(2);
    expect(second.expiresAt).toBe(first.expiresAt);
  });

  it("needs no change of the schedule for the new task definition", async () => {
    await must(world.run("pulumi", ["--cwd", schedule, ...up, "--expect-no-changes"]));
    const down = ["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev"];
    await must(world.run("pulumi", ["--cwd", schedule, ...down]));
  });

  it("refuses to build without a Docker engine, and changes nothing", async () => {
    const held = await world.inventory();
    world.project.write("crawler/src/touched.ts", 'export const touched = "again";\n');
    await must(world.run("pulumi", preview, noEngine));
    const { exitCode, output } = await world.run("pulumi", up, noEngine);
    expect(exitCode).not.toBe(0);
    expect(output).toContain("Expected a Docker engine to build the crawler image with");
    expect(await world.inventory()).toEqual(held);
  });

  it("takes everything down again, without a Docker engine", async () => {
    await world.withFaults({ STANDIN_NO_ENGINE: "gone" });
    const down = ["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev"];
    await must(world.run("pulumi", down, noEngine));
    expect(await world.inventory()).toEqual(before);
  });
});
