import { RunError } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../infra/config.ts";
import { runOnMocks, type Recording } from "../helpers/pulumi-mocks.ts";
import { awsMocks } from "./helpers/aws.ts";
import { building, token } from "./helpers/program.ts";

function run(
  config: Readonly<Record<string, string>>,
  secretKeys: readonly string[] = ["dockerHubToken"],
  project = "mayfly",
): Promise<Recording> {
  const mocks = awsMocks();
  return runOnMocks({ mocks, config, secretKeys, project, stack: "night" }, () => {
    const { crawlerImage, family, registryToken } = readConfig();
    return { crawlerImage, family, registryToken: registryToken ?? null };
  });
}

test("the stack's configuration is read, and the token stays a secret", async () => {
  const { outputs, secretOutputs, errors } = await run(building);
  expect(errors).toEqual([]);
  expect(outputs).toMatchObject({
    crawlerImage: { imageName: "docker.io/kiwi/mayfly-crawler:night" },
    family: "mayfly-crawl-night",
    registryToken: token,
  });
  expect(secretOutputs).toEqual(["registryToken"]);
});

test("without a token there is none", async () => {
  const { outputs } = await run({ crawlerImage: "kiwi/crawler:1" });
  expect(outputs["registryToken"]).toBeNull();
});

test("what Pulumi.yaml has for a token that is not set is no token", async () => {
  const { outputs } = await run({ crawlerImage: "kiwi/crawler:1", dockerHubToken: "" }, []);
  expect(outputs["registryToken"] ?? "").toBe("");
});

test("keys of providers and of other projects are none of ours", async () => {
  const { errors } = await run({ ...building, "aws:region": "eu-north-1", "other:memroy": "1" });
  expect(errors).toEqual([]);
});

test("a project of another name has its own keys", async () => {
  expect((await run(building, ["dockerHubToken"], "moths")).errors).toEqual([]);
});

describe("what is wrong is told without a stack trace,", () => {
  test("everything at once", async () => {
    const { errors } = await run({ ...building, memroy: "1", capacity: "free", ttl: "soon" });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(RunError);
    expect(errors[0]?.message.split("\n")).toEqual([
      'Expected a configuration key of Mayfly, but got "memroy"; did you mean memory?',
      'Expected onDemand, spot or spotPreferred for capacity, but got "free".',
      'Expected 10m to 365d, such as 90m, 24h or 7d, or never, for ttl, but got "soon".',
    ]);
  });

  test("and a token in plain text without the token", async () => {
    const { errors } = await run(building, []);
    expect(errors[0]?.message).toContain("Expected a secret for dockerHubToken");
    expect(errors[0]?.message).not.toContain(token);
  });
});
