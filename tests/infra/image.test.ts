import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CrawlerImageConfig } from "../../infra/config/crawler-image.ts";
import { CrawlerImage, type CrawlerImageArgs } from "../../infra/image.ts";
import { unknownInput } from "../helpers/pulumi-mocks.ts";
import { digest, type AwsOptions } from "./helpers/aws.ts";
import { only, runParts, token, type Recording } from "./helpers/program.ts";

const image: CrawlerImageConfig & { readonly kind: "built" } = {
  kind: "built",
  imageName: "docker.io/kiwi/mayfly-crawler:dev",
  nodeImage: "node:22-bookworm-slim",
  registryServer: "docker.io",
  registryUser: "kiwi",
};
const type = "docker:index/image:Image";
const provider = "pulumi:providers:docker";

function run(
  changes: Partial<CrawlerImageArgs> = {},
  options: AwsOptions = {},
): Promise<Recording> {
  return runParts(() => {
    const usual = { image, cpuArchitecture: "X86_64", hasEngine: true } as const;
    const args = { ...usual, token: pulumi.secret(token), ...changes };
    return { reference: new CrawlerImage("moths", args).reference };
  }, options);
}

beforeEach(() => void vi.stubEnv("DOCKER_HOST", undefined));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("the image is built from crawler/ for the task's platform and pushed", async () => {
  const built = only(await run(), type);
  expect(built.name).toBe("moths");
  expect(built.inputs).toEqual({
    imageName: "docker.io/kiwi/mayfly-crawler:dev",
    build: {
      context: "crawler",
      dockerfile: "crawler/Dockerfile",
      platform: "linux/amd64",
      args: { NODE_IMAGE: "node:22-bookworm-slim" },
      builderVersion: "BuilderBuildKit",
    },
    registry: { server: "docker.io", username: "kiwi", password: token },
    buildOnPreview: false,
    skipPush: false,
  });
});

test("on ARM64 it is built for arm64", async () => {
  const built = only(await run({ cpuArchitecture: "ARM64" }), type);
  expect(built.inputs["build"]).toMatchObject({ platform: "linux/arm64" });
});

test("the token is a secret, the reference is none", async () => {
  // As the engine tells outputs of a resource with a secret among its inputs.
  const outputs = { [type]: { repoDigest: pulumi.secret(`kiwi/crawler@${digest}`) } };
  const recording = await run({}, { outputs });
  expect(only(recording, type).secretPaths).toEqual(["registry.password"]);
  expect(recording.secretOutputs).toEqual([]);
  expect(recording.outputs["reference"]).toBe(`docker.io/kiwi/mayfly-crawler@${digest}`);
});

test("taking the stack down leaves the image alone, so that no engine is needed", async () => {
  expect(only(await run(), type).retainOnDelete).toBe(true);
});

describe("it is referred to by the digest that was pushed, under its own name:", () => {
  test.each([
    ["docker.io/kiwi/mayfly-crawler:dev", "docker.io/kiwi/mayfly-crawler"],
    ["127.0.0.1:5000/kiwi/moths:pr.17", "127.0.0.1:5000/kiwi/moths"],
  ])("%s", async (imageName, repository) => {
    const { outputs } = await run({ image: { ...image, imageName } });
    expect(outputs["reference"]).toBe(`${repository}@${digest}`);
  });
});

test("an image that exists is taken as it is, and nothing else happens", async () => {
  const prebuilt = { ...image, kind: "prebuilt", image: "kiwi/crawler:1" } as const;
  const recording = await run({ image: prebuilt, token: undefined, hasEngine: false });
  expect(recording.errors).toEqual([]);
  expect(recording.outputs["reference"]).toBe("kiwi/crawler:1");
  expect(recording.resources.filter(({ custom }) => custom)).toEqual([]);
});

describe("without an engine", () => {
  test("a preview has a provider that Pulumi does not configure, and says what it cannot tell", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const recording = await run({ hasEngine: false }, { preview: true });
    expect(recording.errors).toEqual([]);
    expect(only(recording, provider).inputs).toEqual({ host: unknownInput });
    expect(warn.mock.calls.join("\n")).toContain(
      "No Docker engine answers: this preview cannot tell whether the crawler image changes.",
    );
  });
});

test.each([true, false])(
  "with an engine, the image has its own provider (preview: %s)",
  async (preview) => {
    const warn = vi.spyOn(console, "warn");
    const recording = await run({}, { preview });
    const own = only(recording, provider);
    expect(own.name).toBe("moths-docker");
    expect(own.inputs["host"]).toBeUndefined();
    expect(only(recording, type).provider.startsWith(`${own.urn}::`)).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  },
);
