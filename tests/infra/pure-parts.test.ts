import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { consoleUrls } from "../../infra/console-urls.ts";
import { resourceName } from "../../infra/name.ts";
import { stableJson } from "../../infra/stable-json.ts";
import { tagsOf } from "../../infra/tags.ts";
import { runParts } from "./helpers/program.ts";

describe("a resource's name", () => {
  test.each([
    ["mayfly", "dev", "mayfly-dev"],
    ["mayfly", "PR_17.x", "mayfly-pr-17-x"],
    ["Mayfly", "-x-", "mayfly-x"],
    ["mayfly", "x".repeat(100), `mayfly-${"x".repeat(25)}`],
    ["mayfly", `${"x".repeat(24)}-y`, `mayfly-${"x".repeat(24)}`],
  ])("of %s and %s is %s", (project, stack, name) =>
    expect(resourceName(project, stack)).toBe(name),
  );

  test("leaves room for what is added to it, in an S3 bucket's and a role's 63 and 64 letters", () => {
    const name = resourceName("p".repeat(100), "s".repeat(100));
    expect(`${name}-execution-1a2b3c4`.length).toBeLessThanOrEqual(63);
  });
});

describe("stable JSON", () => {
  test("has sorted keys at every level and leaves lists as they are", () => {
    expect(stableJson({ b: [2, 1, { d: 1, c: 2 }], a: null })).toBe(
      '{"a":null,"b":[2,1,{"c":2,"d":1}]}',
    );
  });

  test("leaves out what is undefined", () => {
    expect(stableJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

describe("the console's pages", () => {
  const args = {
    region: "eu-north-1",
    cluster: "c",
    family: "f",
    revision: 7,
    logGroup: "/ecs/f",
    bucket: "b",
  };

  test("are those of the region", () => {
    expect(consoleUrls(args)).toEqual({
      cluster:
        "https://eu-north-1.console.aws.amazon.com/ecs/v2/clusters/c/tasks?region=eu-north-1",
      taskDefinition:
        "https://eu-north-1.console.aws.amazon.com/ecs/v2/task-definitions/f/7/containers?region=eu-north-1",
      logGroup:
        "https://eu-north-1.console.aws.amazon.com/cloudwatch/home?region=eu-north-1#logsV2:log-groups/log-group/$252Fecs$252Ff",
      resultsBucket: "https://eu-north-1.console.aws.amazon.com/s3/buckets/b?region=eu-north-1",
    });
  });

  test.each([
    ["cn-north-1", "cn-north-1.console.amazonaws.cn"],
    ["us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
  ])("in %s have a host of their own", (region, host) => {
    for (const url of Object.values(consoleUrls({ ...args, region }))) {
      expect(new URL(url).host).toBe(host);
    }
  });
});

describe("the tags", () => {
  const tags = async (expiresAt: string | null): Promise<unknown> => {
    const more = { team: "moths", "mayfly:stack": "not this" };
    const { outputs } = await runParts(() =>
      tagsOf({
        ...{ project: "p", stack: "s", more },
        ...{
          createdAt: pulumi.output("2026-01-01T00:00:00Z"),
          expiresAt: pulumi.output(expiresAt),
        },
      }),
    );
    return outputs;
  };
  const fixed = {
    ...{ team: "moths", "mayfly:project": "p", "mayfly:stack": "s" },
    "mayfly:created-at": "2026-01-01T00:00:00Z",
  };

  test("say whose a resource is and when it expires, and nobody's own tag can hide it", async () => {
    const time = "2026-01-02T00:00:00.000Z";
    expect(await tags(time)).toEqual({ ...fixed, "mayfly:expires-at": time });
  });

  test("say never where it never does", async () => {
    expect(await tags(null)).toEqual({ ...fixed, "mayfly:expires-at": "never" });
  });
});
