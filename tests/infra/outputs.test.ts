import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  parseStackOutputs,
  stackOutputNames,
  stackOutputsSchema,
  StackOutputsError,
  type StackOutputName,
} from "../../infra/outputs.ts";
import { violations } from "../helpers/schemas.ts";
import { goodOutputs } from "./helpers/good-outputs.ts";

const text = [7, "", null, {}];
const arn = [7, "", null, "mayfly-dev", "arn:aws"];
const count = ["1", 0, -1, 1.5, null];
const texts = ["subnet-1", [], [7], [""], null];

/** What each output must be, in words, and values that are something else. */
const wrong: Readonly<Record<StackOutputName, readonly [expected: string, values: unknown[]]>> = {
  contractVersion: ["1", [0, "1", null]],
  project: ["a text", text],
  stack: ["a text", text],
  region: ["a text", text],
  clusterName: ["a text", text],
  clusterArn: ["an ARN", arn],
  taskDefinitionArn: ["an ARN", arn],
  taskArn: ["an ARN", arn],
  taskDefinitionFamily: ["a text", text],
  taskDefinitionRevision: ["a whole number above 0", count],
  cpu: ["a whole number above 0", count],
  memoryMiB: ["a whole number above 0", count],
  cpuArchitecture: ["X86_64, ARM64", ["amd64", "", null]],
  containerNames: ["an object with selenium, crawler", [null, "x", { selenium: "a" }, {}]],
  images: ["an object with selenium, crawler", [null, { selenium: "a", crawler: "" }, []]],
  taskRoleArn: ["an ARN", arn],
  executionRoleArn: ["an ARN", arn],
  vpcId: ["a text", text],
  subnetIds: ["a list of texts", texts],
  securityGroupIds: ["a list of texts", texts],
  assignPublicIp: ["true or false", ["true", 1, null]],
  capacity: ["onDemand, spot, spotPreferred", ["FARGATE", 1, null]],
  logGroupName: ["a text", text],
  logStreamPrefix: ["a text", text],
  resultsBucketName: ["a text", text],
  resultsPrefix: ["a text", text],
  resultsPlaces: ["a list of texts or null", [7, "", [], [""], ["s3://a", 7]]],
  eventQueueUrl: ["a text or null", [7, "", false]],
  eventQueueArn: ["an ARN or null", [7, "", "queue"]],
  consoleUrls: [
    "an object with cluster, taskDefinition, logGroup, resultsBucket",
    [null, {}, "x", { ...goodOutputs.consoleUrls, logGroup: 7 }],
  ],
  expiresAt: ["an ISO 8601 time or null", [7, "", "tomorrow", "2026", "12/24/2026"]],
  timeLimitSeconds: ["a whole number above 0 or null", [0, 1.5, "600"]],
};
const wrongValues = Object.entries(wrong).flatMap(([name, [expected, values]]) =>
  values.map((value) => ({ name, value, expected })),
);

test("good outputs are handed on as they are", () => {
  expect(parseStackOutputs({ ...goodOutputs })).toEqual(goodOutputs);
  expect(violations("stack-outputs", goodOutputs)).toEqual([]);
});

test("a stack without outputs is not up", () => {
  expect(() => parseStackOutputs({})).toThrow(
    new StackOutputsError("The stack has no outputs: it is not up. Run `mayfly up` first."),
  );
});

test("outputs of a newer contract ask for a newer Mayfly, not for the stack to go back", () => {
  expect(() => parseStackOutputs({ ...goodOutputs, contractVersion: 2 })).toThrow(
    "Expected 1 for the stack output contractVersion, but got 2: the stack was brought up with a newer Mayfly; use that one.",
  );
});

test("outputs that a newer program has are left out", () => {
  expect(parseStackOutputs({ ...goodOutputs, moon: "full" })).toEqual(goodOutputs);
  expect(violations("stack-outputs", { ...goodOutputs, moon: "full" })).toEqual([]);
});

test("without a queue, a time to live and a limit, four outputs are null; Pulumi may leave them out", () => {
  const gone = {
    eventQueueUrl: null,
    eventQueueArn: null,
    expiresAt: null,
    timeLimitSeconds: null,
  };
  const empty = { ...goodOutputs, ...gone };
  expect(parseStackOutputs(empty)).toEqual(empty);
  expect(violations("stack-outputs", empty)).toEqual([]);
  const { eventQueueUrl: _url, eventQueueArn: _arn, expiresAt: _time, ...others } = empty;
  const { timeLimitSeconds: _limit, ...rest } = others;
  expect(parseStackOutputs(rest)).toEqual(empty);
});

describe("one sentence says which output is wrong, what was expected and what came:", () => {
  test.each(wrongValues)("$name $value", ({ name, value, expected }) => {
    const parse = () => parseStackOutputs({ ...goodOutputs, [name]: value });
    expect(parse).toThrow(
      new StackOutputsError(
        `Expected ${expected} for the stack output ${name}, but got ${JSON.stringify(value)}; bring the stack up again with this version of Mayfly.`,
      ),
    );
  });

  test.each(stackOutputNames.filter((name) => !wrong[name][0].endsWith("null")))(
    "no %s",
    (name) => {
      const { [name]: _absent, ...rest } = goodOutputs;
      expect(() => parseStackOutputs(rest)).toThrow(`the stack output ${name}, but got null;`);
      expect(violations("stack-outputs", rest)).not.toEqual([]);
    },
  );
});

describe("the published schema", () => {
  test("is the one that the program is checked by", () => {
    const file = new URL("../../schemas/stack-outputs.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(stackOutputsSchema);
  });

  test("has all outputs, in the same order, and requires them", () => {
    expect(Object.keys(stackOutputsSchema["properties"] as object)).toEqual(stackOutputNames);
    expect(stackOutputsSchema["required"]).toEqual(stackOutputNames);
  });

  test.each(wrongValues)("refuses $name $value as well", ({ name, value }) => {
    expect(violations("stack-outputs", { ...goodOutputs, [name]: value })).not.toEqual([]);
  });
});
