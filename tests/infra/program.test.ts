import { RunError } from "@pulumi/pulumi";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { parseStackOutputs, stackOutputNames } from "../../infra/outputs.ts";
import type { RecordedResource } from "../helpers/pulumi-mocks.ts";
import { violations } from "../helpers/schemas.ts";
import { failed } from "./helpers/aws.ts";
import { containersOf } from "./helpers/containers.ts";
import { configurations } from "./helpers/configurations.ts";
import { building, only, runProgram, type Recording } from "./helpers/program.ts";

afterEach(() => vi.restoreAllMocks());

describe.each(configurations)("the whole program, %s,", (_what, options) => {
  let recording: Recording;
  let children: readonly RecordedResource[];
  const byUrn = (urn: string): RecordedResource | undefined =>
    recording.resources.find((resource) => resource.urn === urn);

  beforeAll(async () => {
    recording = await runProgram(options);
    children = recording.resources.filter(({ parent }) => !isStack(byUrn(parent)) && parent !== "");
  });

  test("goes through", () => expect(recording.errors).toEqual([]));

  test("has exactly the outputs that are promised, none of them secret", () => {
    expect(Object.keys(recording.outputs).sort()).toEqual([...stackOutputNames].sort());
    expect(recording.secretOutputs).toEqual([]);
  });

  test("has outputs that the library and the schema take", () => {
    const outputs = parseStackOutputs(recording.outputs);
    expect(violations("stack-outputs", outputs)).toEqual([]);
    expect(outputs.taskArn).toBe(outputs.taskDefinitionArn);
  });

  test("puts everything into components, whose names its names begin with", () => {
    const components = recording.resources.filter(({ parent }) => isStack(byUrn(parent)));
    expect(components.length).toBeGreaterThan(5);
    for (const { type, custom } of components) {
      expect(type).toMatch(/^mayfly:infra:[A-Z]\w+$/);
      expect(custom).toBe(false);
    }
    for (const { name, parent } of children) {
      const component = byUrn(parent);
      expect(components).toContain(component);
      expect(name.startsWith(component?.name ?? "?")).toBe(true);
    }
  });

  test("makes no two resources of one type and name", () => {
    const names = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

const isStack = (resource: RecordedResource | undefined): boolean =>
  resource?.type === "pulumi:pulumi:Stack";

test("the same configuration makes the same task definition, whatever the order of its keys", async () => {
  const texts = [];
  for (const names of [
    ["A", "B", "C"],
    ["C", "A", "B"],
  ]) {
    const seleniumEnvironment = JSON.stringify(
      Object.fromEntries(names.map((name) => [name, "1"])),
    );
    const recording = await runProgram({ config: { ...building, seleniumEnvironment } });
    texts.push(
      only(recording, "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"],
    );
  }
  expect(texts[0]).toBe(texts[1]);
});

test("the crawler in the task definition is the image by its digest", async () => {
  const recording = await runProgram();
  const { crawler } = parseStackOutputs(recording.outputs).images;
  expect(crawler).toMatch(/^docker\.io\/kiwi\/mayfly-crawler@sha256:[0-9a-f]{64}$/);
  const { inputs } = only(recording, "aws:ecs/taskDefinition:TaskDefinition");
  expect(inputs["containerDefinitions"]).toContain(`"image":"${crawler}"`);
});

test("private images are pulled with the stack's own secret", async () => {
  const recording = await runProgram({ config: { ...building, privateImage: "true" } });
  const { inputs } = only(recording, "aws:ecs/taskDefinition:TaskDefinition");
  const both = containersOf(inputs["containerDefinitions"]);
  expect(both.map((one) => one.repositoryCredentials?.credentialsParameter)).toEqual(
    ["selenium", "crawler"].map(
      () => "arn:aws:secretsmanager:eu-north-1:123456789012:mayfly-dev-1a2b3c4",
    ),
  );
});

test("two stacks share no name that AWS or the registry would know them by", async () => {
  const names = [];
  for (const stack of ["one", "two"]) {
    const { resources } = await runProgram({ stack });
    names.push(
      resources.flatMap(({ type, inputs: { name, family, imageName } }) =>
        [name, family, imageName].filter(Boolean).map((given) => `${type} ${String(given)}`),
      ),
    );
  }
  const [one = [], two = []] = names;
  expect(one.length).toBeGreaterThan(2);
  expect(one.filter((name) => two.includes(name))).toEqual([]);
});

describe("a preview of a new stack goes through", () => {
  test.each([true, false])("with an engine: %s", async (hasEngine) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const recording = await runProgram({ preview: true, hasEngine });
    expect(recording.errors).toEqual([]);
    expect(warn.mock.calls).toHaveLength(hasEngine ? 0 : 1);
    expect(recording.outputs).toMatchObject({ project: "mayfly", stack: "dev", cpu: 256 });
  });
});

describe("refused before anything is registered:", () => {
  const registered = ({ resources }: Recording): readonly string[] =>
    resources.filter(({ custom }) => custom).map(({ type }) => type);

  test("a wrong configuration", async () => {
    const recording = await runProgram({ config: { ...building, cpu: "300" } });
    expect(recording.errors).toEqual([
      new RunError(
        "Expected 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units for cpu, but got 300.",
      ),
    ]);
    expect(recording.resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("an up without an engine", async () => {
    const recording = await runProgram({ hasEngine: false });
    expect(recording.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("Expected a Docker engine to build the crawler image with"),
    ]);
    expect(registered(recording)).toEqual([]);
  });

  test("credentials that AWS does not take", async () => {
    const config = { ...building, vpcId: "vpc-01234567", subnetIds: '["subnet-01234567"]' };
    const expired = () => failed("ExpiredToken: The security token is expired.\nLog in again.");
    const calls = { getCallerIdentity: expired, getSubnet: expired };
    const recording = await runProgram({ config, calls });
    expect(recording.errors.map(({ message, stack }) => [message, stack])).toEqual([
      [
        'Expected AWS credentials and a region that AWS takes, but got "ExpiredToken: The security token is expired"; check `aws sts get-caller-identity` and `pulumi config get aws:region`.',
        undefined,
      ],
    ]);
    expect(registered(recording)).toEqual([]);
  });

  test("given subnets that cannot work", async () => {
    const config = { ...building, vpcId: "vpc-01234567", subnetIds: '["subnet-01234567"]' };
    const recording = await runProgram({ config });
    expect(recording.errors.map(({ message }) => message)).toEqual([
      "Expected subnets of vpc-01234567 for subnetIds, but subnet-01234567 is in vpc-0123456789abcdef0.",
    ]);
    expect(registered(recording)).toEqual([]);
  });
});

test("no task can be started before the schedule that ends it is armed", async () => {
  const recording = await runProgram();
  const schedule = only(recording, "aws:scheduler/schedule:Schedule");
  const { dependencies } = only(recording, "aws:ecs/taskDefinition:TaskDefinition");
  expect(dependencies).toContain(schedule.urn);
});
