import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { equivalentCommand } from "../../../../automation/targets/fargate/equivalent-command.ts";
import {
  capacityProviders,
  runTaskRequest,
  type FargateLaunchOptions,
} from "../../../../automation/targets/fargate/run-task-request.ts";
import {
  clientTokenOf,
  startedByOf,
  stopReasonText,
  taskIdOf,
} from "../../../../automation/targets/fargate/task-names.ts";
import { outputs } from "./fakes.ts";

const run = { runId: "run-1", environment: { MAYFLY_URLS: "https://example.org/" } };

test("without options a run's task is the stack's: its revision, network and capacity", () => {
  expect(runTaskRequest(outputs, run)).toEqual({
    cluster: outputs.clusterArn,
    taskDefinition: outputs.taskDefinitionArn,
    count: 1,
    clientToken: "run-1_FARGATE",
    startedBy: "run-1",
    capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ["subnet-1", "subnet-2"],
        securityGroups: ["sg-1"],
        assignPublicIp: "ENABLED",
      },
    },
    overrides: {
      containerOverrides: [
        {
          name: "crawler",
          environment: [{ name: "MAYFLY_URLS", value: "https://example.org/" }],
        },
      ],
    },
    enableECSManagedTags: true,
    propagateTags: "TASK_DEFINITION",
    tags: [{ key: "mayfly:run", value: "run-1" }],
  });
});

test("every option finds its place in the request", () => {
  const input = runTaskRequest(outputs, run, {
    capacity: "spot",
    taskDefinition: "5",
    subnetIds: ["subnet-9"],
    securityGroupIds: [],
    assignPublicIp: false,
    tags: { team: "search", "mayfly:run": "another" },
    environment: { TZ: "UTC", MAYFLY_URLS: "ignored" },
    command: ["--verbose"],
    cpu: 2048,
    memoryMiB: 8192,
    ephemeralStorageGiB: 40,
  });
  expect(input).toMatchObject({
    taskDefinition: "mayfly-crawl-dev:5",
    capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ["subnet-9"],
        securityGroups: [],
        assignPublicIp: "DISABLED",
      },
    },
    overrides: {
      cpu: "2048",
      memory: "8192",
      ephemeralStorage: { sizeInGiB: 40 },
      containerOverrides: [{ name: "crawler", command: ["--verbose"] }],
    },
    tags: [
      { key: "team", value: "search" },
      { key: "mayfly:run", value: "run-1" },
    ],
  });
  expect(input.overrides.containerOverrides[0]?.environment).toEqual([
    { name: "TZ", value: "UTC" },
    { name: "MAYFLY_URLS", value: "https://example.org/" },
  ]);
});

test("a task definition given by name or ARN is taken as it is", () => {
  const taskDefinition = "other:3";
  expect(runTaskRequest(outputs, run, { taskDefinition }).taskDefinition).toBe("other:3");
});

test("spot preferred is spot, then on demand", () => {
  expect(capacityProviders(outputs, { capacity: "spotPreferred" })).toEqual([
    "FARGATE_SPOT",
    "FARGATE",
  ]);
});

describe("what ECS would refuse is refused before the call", () => {
  test("overrides of more than 8192 characters, and by how much", () => {
    const urls = Array.from({ length: 400 }, (_, page) => `https://example.org/page/${page}`);
    const long = { runId: "run-1", environment: { MAYFLY_URLS: urls.join(" ") } };
    expect(() => runTaskRequest(outputs, long)).toThrow(
      /at most 8192 characters .* but they take 1\d{4}; put the URLs into a sitemap and give --sitemap URL/,
    );
  });

  test("8192 characters are taken, one more is not", () => {
    const filled = (length: number) =>
      runTaskRequest(outputs, { runId: "r", environment: { MAYFLY_URLS: "x".repeat(length) } });
    const frame = JSON.stringify(filled(0).overrides).length;
    expect(JSON.stringify(filled(8192 - frame).overrides)).toHaveLength(8192);
    expect(() => filled(8193 - frame)).toThrow("8193");
  });

  test.each([
    [
      { cpu: 0 },
      "Expected 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units for cpu, but got 0.",
    ],
    [{ memoryMiB: 1.5 }, "but got 1.5; cpu 256 is the stack's: give --cpu too."],
    [{ ephemeralStorageGiB: 20 }, "from 21 to 200 for the ephemeral storage of the task"],
    [{ environment: { "A=B": "c" } }, 'for --env, but got "A=B".'],
  ])("%j", (options, sentence) => {
    expect(() => runTaskRequest(outputs, run, options)).toThrow(sentence);
  });
});

describe("the size of the task is one that Fargate has, with the stack's other value", () => {
  const stack = { ...outputs, cpu: 1024, memoryMiB: 4096 };
  const sizeOf = (options: FargateLaunchOptions) => {
    const { cpu, memory } = runTaskRequest(stack, run, options).overrides;
    return [cpu, memory];
  };

  test("a pair that Fargate has is asked for as it is", () => {
    expect(sizeOf({ cpu: 2048 })).toEqual(["2048", undefined]);
    expect(sizeOf({ memoryMiB: 8192 })).toEqual([undefined, "8192"]);
    expect(sizeOf({ cpu: 4096, memoryMiB: 30_720 })).toEqual(["4096", "30720"]);
  });

  test.each([
    [
      { cpu: 256 },
      "Expected 512, 1024 or 2048 MiB for memory, which is what Fargate has with cpu 256, but got 4096, which is the stack's; give --memory too.",
    ],
    [
      { memoryMiB: 512 },
      "Expected 2048, 3072, 4096, 5120, 6144, 7168 or 8192 MiB for memory, which is what Fargate has with cpu 1024, but got 512; cpu 1024 is the stack's: give --cpu too.",
    ],
    [
      { cpu: 512, memoryMiB: 512 },
      "Expected 1024, 2048, 3072 or 4096 MiB for memory, which is what Fargate has with cpu 512, but got 512.",
    ],
    [{ cpu: 300, taskDefinition: "5" }, "CPU units for cpu, but got 300."],
    [{ memoryMiB: 700, taskDefinition: "5" }, "with cpu 16384, but got 700."],
  ])("%j is refused with the list of what there is", (options, sentence) => {
    expect(() => sizeOf(options)).toThrow(sentence);
  });

  test("the size of another task definition is not known, so each value stands alone", () => {
    expect(sizeOf({ cpu: 256, taskDefinition: "5" })).toEqual(["256", undefined]);
    expect(sizeOf({ memoryMiB: 512, taskDefinition: "5" })).toEqual([undefined, "512"]);
  });
});

describe("names from a run id", () => {
  test("an id that ECS takes stays as it is", () => {
    expect(startedByOf("20261124-091530-3f9c2a")).toBe("20261124-091530-3f9c2a");
  });

  test.each(["a".repeat(80), "with.dots", "with spaces and ü"])(
    "%s becomes a name that ECS takes, always the same",
    (runId) => {
      const name = startedByOf(runId);
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,36}$/);
      expect(startedByOf(runId)).toBe(name);
      expect(startedByOf(`${runId}2`)).not.toBe(name);
      expect(clientTokenOf(runId, "FARGATE_SPOT").length).toBeLessThanOrEqual(64);
    },
  );

  test("ids that differ in a dot have different names", () => {
    expect(startedByOf("a.b")).not.toBe(startedByOf("a-b"));
  });

  test("a task id is the end of its ARN, with and without a cluster in it", () => {
    expect(taskIdOf("arn:aws:ecs:eu-west-1:1:task/crawl/abc")).toBe("abc");
    expect(taskIdOf("arn:aws:ecs:eu-west-1:1:task/abc")).toBe("abc");
  });

  test("a reason of a stop is cut at 255 characters", () => {
    expect(stopReasonText("x".repeat(300))).toHaveLength(255);
    expect(stopReasonText("short")).toBe("short");
  });
});

test("the equivalent command survives a shell with every character in place", () => {
  const value = `it's "$HOME" \`x\` & more; ü\n`;
  const input = runTaskRequest(outputs, { runId: "run-1", environment: { MAYFLY_URLS: value } });
  const line = equivalentCommand(input, "eu-north-1");
  expect(line).toMatch(/^aws ecs run-task --enable-ecs-managed-tags --region eu-north-1 /);
  const script = `aws() { for word; do printf '%s\\0' "$word"; done; }; ${line}`;
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
  const valueOf = (option: string): string => words[words.indexOf(option) + 1] ?? "";
  expect(JSON.parse(valueOf("--overrides"))).toEqual(input.overrides);
  expect(JSON.parse(valueOf("--tags"))).toEqual(input.tags);
  expect(valueOf("--client-token")).toBe("run-1_FARGATE");
});
