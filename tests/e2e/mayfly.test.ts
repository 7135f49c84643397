import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EnvironmentEvent } from "../../automation/environment/environment-events.ts";
import { builtProgram } from "../../automation/package-root.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { violations } from "../helpers/schemas.ts";
import { start, type Ended } from "./helpers/commands.ts";
import { outputsIn } from "./helpers/outputs.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** Nothing of Pulumi is set up by the user. */
const nothingSetUp = {
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_ACCESS_TOKEN: undefined,
};

/** The stages of stacks' lives, in their order. */
describe("mayfly up, outputs and down", () => {
  let world: World;
  let before: readonly string[];
  let settings: readonly string[];

  beforeAll(async () => {
    world = await startWorld();
    before = await world.inventory();
    const { host, user, token } = world.registry;
    const plain = ["aws:region=us-east-1", `dockerHubUser=${user}`, `registryServer=${host}`];
    settings = [
      ...plain.flatMap((setting) => ["--config", setting]),
      ...["--secret", `dockerHubToken=${token}`],
    ];
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const mayfly = (...args: string[]): Promise<Ended> =>
    world.run("mayfly", [...args, "--cwd", world.project.folder], {
      ...nothingSetUp,
      HOME: join(world.project.folder, "home"),
    });
  const outputs = async (stack: string): Promise<StackOutputs> => {
    const { stdout } = await must(mayfly("outputs", "--json", "--stack", stack));
    return outputsIn(stdout);
  };
  const stateUrl = () => `file://${join(world.project.folder, ".mayfly", "state")}`;
  const passphraseFile = () => join(world.project.folder, ".mayfly", "passphrase");

  it("brings a first stack up where nothing of Pulumi is set up, and says where its state is", async () => {
    const { stderr, stdout } = await must(mayfly("up", "--stack", "one", "--json", ...settings));
    expect(stderr).toContain(stateUrl());
    expect(stderr).toContain("PULUMI_CONFIG_PASSPHRASE_FILE");
    expect(statSync(passphraseFile()).mode & 0o777).toBe(0o600);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as EnvironmentEvent);
    expect(events.flatMap((event) => violations("environment-event", event))).toEqual([]);
    expect(events[0]?.type).toBe("environment.started");
    expect(events.at(-1)).toMatchObject({ type: "environment.finished", outcome: "succeeded" });
    expect(stdout + stderr).not.toContain(world.registry.token);
  });

  it("prints outputs that keep the contract", async () => {
    expect(await outputs("one")).toMatchObject({ stack: "one", taskDefinitionRevision: 1 });
  });

  it("has the same stack as pulumi typed by hand", async () => {
    const env = {
      PULUMI_BACKEND_URL: stateUrl(),
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(),
    };
    const args = ["preview", "--stack", "one", "--non-interactive", "--expect-no-changes"];
    await must(world.run("pulumi", args, env));
  });

  it("previews no changes", async () => {
    const { stdout } = await must(mayfly("preview", "--stack", "one", "--expect-no-changes"));
    expect(stdout).not.toContain(world.registry.token);
  });

  it("prints the request for a task of the stack, and the same for the AWS CLI", async () => {
    const args = ["run", "http://example.test/", "--dry-run", "--json", "--capacity", "spot"];
    const { stdout } = await must(mayfly(...args, "--stack", "one"));
    const { request, command } = JSON.parse(stdout) as {
      readonly request: Readonly<Record<string, unknown>>;
      readonly command: string;
    };
    const { clusterArn, taskDefinitionArn } = await outputs("one");
    expect(request).toMatchObject({ cluster: clusterArn, taskDefinition: taskDefinitionArn });
    expect(command).toContain(`--task-definition ${taskDefinitionArn}`);
    expect(command).toContain("FARGATE_SPOT");
  });

  it("keeps a second stack apart from the first", async () => {
    const held = await world.inventory();
    await must(mayfly("up", "--stack", "two", ...settings));
    const [one, two] = [await outputs("one"), await outputs("two")];
    for (const name of [
      "clusterName",
      "taskDefinitionArn",
      "logGroupName",
      "resultsBucketName",
    ] as const) {
      expect(two[name]).not.toBe(one[name]);
    }
    await must(mayfly("down", "--stack", "two", "--remove"));
    expect(await world.inventory()).toEqual(held);
    await must(mayfly("preview", "--stack", "one", "--expect-no-changes"));
  });

  it("is a library too, which takes an environment down at the end of its block", async () => {
    const library = pathToFileURL(builtProgram("index.js")).href;
    world.project.write(
      "library.mjs",
      `import { environment } from ${JSON.stringify(library)};
const { host, user, token } = ${JSON.stringify(world.registry)};
const stack = await environment.up({
  stack: "library",
  workDir: ${JSON.stringify(world.project.folder)},
  config: { "aws:region": "us-east-1", dockerHubUser: user, registryServer: host },
  secrets: { dockerHubToken: token },
});
{
  const { outputs } = stack;
  console.log(JSON.stringify(outputs));
}
await stack[Symbol.asyncDispose]();
`,
    );
    const held = await world.inventory();
    const started = world.environment(nothingSetUp);
    const { stdout } = await must(
      start(process.execPath, ["library.mjs"], { cwd: world.project.folder, env: started }).ended,
    );
    expect(outputsIn(stdout).stack).toBe("library");
    expect(await world.inventory()).toEqual(held);
  });

  it("takes the first stack down and leaves nothing", async () => {
    await must(mayfly("down", "--stack", "one"));
    expect(await world.inventory()).toEqual(before);
    expect(existsSync(passphraseFile())).toBe(true);
    const { exitCode, stderr } = await mayfly("outputs", "--stack", "one");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("mayfly up");
  });
});
