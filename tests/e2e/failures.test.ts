import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ended } from "./helpers/commands.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** What goes wrong, told in one sentence each, and never a half-made environment that `down` does not take away. */
describe("a mayfly up that fails", () => {
  let world: World;
  let before: readonly string[];
  const prebuilt = { crawlerImage: "docker.io/mayfly/mayfly-crawler:1" };

  beforeAll(async () => {
    world = await startWorld();
    before = await world.inventory();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const flags = (stack: string): string[] => ["--stack", stack, "--cwd", world.project.folder];
  const up = (stack: string, ...more: string[]): Promise<Ended> =>
    world.run("mayfly", ["up", ...flags(stack), ...more]);
  /** After a failure: `down` takes away all there is, and the stack is as if it had never been. */
  const leavesNothing = async (stack: string): Promise<void> => {
    await must(world.run("mayfly", ["down", ...flags(stack), "--remove"]));
    expect(await world.inventory()).toEqual(before);
  };

  it("says which configuration is wrong, all at once, and makes nothing", async () => {
    await world.configure("illegal", { cpu: "256", memory: "8192", ttl: "soon", mempry: "1" });
    const { exitCode, stderr } = await up("illegal");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "Expected 512, 1024 or 2048 MiB for memory, which is what Fargate has with cpu 256, but got 8192.",
    );
    expect(stderr).toContain('but got "soon"');
    expect(stderr).toContain('got "mempry"; did you mean memory?');
    expect(stderr).not.toContain("    at ");
    await leavesNothing("illegal");
  });

  it("says that the token is wrong when the push is refused", async () => {
    await world.configure("token");
    const { exitCode, stderr } = await up("token", "--secret", "dockerHubToken=wrong");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/unauthorized|authentication|denied|basic auth/i);
    expect(stderr).toContain("docker:index/image:Image");
    expect(stderr).toContain("mayfly down");
    await leavesNothing("token");
  });

  it("says what the build said when the image does not build", async () => {
    await world.configure("build");
    world.project.write("crawler/src/broken.ts", "export const broken: number = 'text';\n");
    const { exitCode, stderr } = await up("build");
    world.project.restore("crawler/src");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("TS2322");
    await leavesNothing("build");
  });

  it("says that there is no Docker engine, and changes nothing", async () => {
    await world.configure("engine");
    const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const { exitCode, stderr } = await world.run("mayfly", ["up", ...flags("engine")], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Expected a Docker engine to build the crawler image with");
    await leavesNothing("engine");
  });

  it("says which resource the provider refused, in the provider's words", async () => {
    await world.configure("refused", prebuilt);
    await world.withFaults({
      STANDIN_FAIL:
        "aws:cloudwatch/logGroup:LogGroup=create:LimitExceededException: too many log groups",
    });
    const { exitCode, stderr } = await up("refused");
    await world.withFaults({});
    expect(exitCode).toBe(1);
    expect(stderr).toContain("aws:cloudwatch/logGroup:LogGroup");
    expect(stderr).toContain("LimitExceededException: too many log groups");
    await leavesNothing("refused");
  });

  it("takes Ctrl-C in the middle of an up, says what was made, and goes on or down from there", async () => {
    await world.configure("interrupted", prebuilt);
    await world.withFaults({ STANDIN_DELAY: "aws:ecs/cluster:Cluster=60000" });
    const running = world.start("mayfly", ["up", ...flags("interrupted")], {}, { group: true });
    await running.said(/LogGroup \S+ created/);
    // As a terminal does: to the whole group, Pulumi among it.
    running.kill("SIGINT");
    const { exitCode, stderr } = await running.ended;
    await world.withFaults({});
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/mayfly up|mayfly down/);
    await must(up("interrupted"));
    await leavesNothing("interrupted");
  });

  it("says who holds the lock and how to release it, and cancel releases it", async () => {
    await world.configure("locked", prebuilt);
    await world.withFaults({ STANDIN_DELAY: "aws:ecs/cluster:Cluster=60000" });
    const first = world.start("mayfly", ["up", ...flags("locked")], {}, { group: true });
    await first.said(/Cluster \S+ creating/);
    const { exitCode, stderr } = await up("locked");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("locked");
    expect(stderr).toContain(`mayfly cancel --stack locked`);
    // Killed with everything it started: the lock stays behind.
    first.kill("SIGKILL");
    await first.ended;
    await world.withFaults({});
    expect((await up("locked")).exitCode).toBe(1);
    await must(world.run("mayfly", ["cancel", ...flags("locked")]));
    await must(up("locked"));
    await leavesNothing("locked");
  });

  it("says that the passphrase is another one", async () => {
    await world.configure("passphrase", prebuilt);
    const env = { PULUMI_CONFIG_PASSPHRASE: "another one" };
    const { exitCode, stderr } = await world.run("mayfly", ["up", ...flags("passphrase")], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("PULUMI_CONFIG_PASSPHRASE");
    await leavesNothing("passphrase");
  });

  it("says which stacks there are when one is not", async () => {
    await world.configure("there", prebuilt);
    const { exitCode, stderr } = await world.run("mayfly", ["down", ...flags("not-there")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("there");
    await leavesNothing("there");
  });
});
