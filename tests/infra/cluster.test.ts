import { expect, test } from "vitest";
import { CrawlCluster } from "../../infra/cluster.ts";
import { capacities } from "../../infra/outputs.ts";
import { ofType, only, runParts } from "./helpers/program.ts";

const tags = { team: "moths" };
const usual = {
  capacity: "onDemand",
  containerInsights: "disabled",
  logRetentionDays: 14,
  tags,
} as const;
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

test("the cluster has the tags, and its name and ARN are told", async () => {
  const recording = await runParts(() => {
    const { arn, clusterName } = new CrawlCluster("moths", usual);
    return { arn, clusterName };
  });
  const cluster = only(recording, "aws:ecs/cluster:Cluster");
  expect(cluster.name).toBe("moths");
  expect(cluster.inputs).toEqual({
    settings: [{ name: "containerInsights", value: "disabled" }],
    tags,
  });
  expect(recording.outputs).toEqual({
    arn: "arn:aws:ecs:eu-north-1:123456789012:moths-1a2b3c4",
    clusterName: "moths-1a2b3c4",
  });
});

test.each(["disabled", "enabled", "enhanced"] as const)("container insights: %s", async (value) => {
  const recording = await runParts(() => {
    new CrawlCluster("moths", { ...usual, containerInsights: value });
  });
  expect(only(recording, "aws:ecs/cluster:Cluster").inputs).toMatchObject({
    settings: [{ name: "containerInsights", value }],
  });
});

test.each(["enabled", "enhanced"] as const)(
  "what insights that are %s write goes with the stack",
  async (containerInsights) => {
    const recording = await runParts(() => {
      new CrawlCluster("moths", { ...usual, containerInsights });
    });
    const group = only(recording, logGroup);
    expect(group.name).toBe("moths-insights");
    expect(group.inputs).toMatchObject({
      name: "/aws/ecs/containerinsights/moths-1a2b3c4/performance",
      retentionInDays: 14,
      tags,
    });
    expect(group.inputs["skipDestroy"]).toBeUndefined();
    expect(group.retainOnDelete).toBe(false);
  },
);

test("without insights there is no log group of theirs", async () => {
  const recording = await runParts(() => {
    new CrawlCluster("moths", usual);
  });
  expect(ofType(recording, logGroup)).toEqual([]);
});

test.each(capacities)("with capacity %s it has both providers, and a default", async (capacity) => {
  const recording = await runParts(() => {
    new CrawlCluster("moths", { ...usual, capacity });
  });
  const providers = only(recording, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders");
  expect(providers.name).toBe("moths-capacity");
  expect(providers.inputs).toEqual({
    clusterName: "moths-1a2b3c4",
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
    defaultCapacityProviderStrategies: [
      { capacityProvider: capacity === "onDemand" ? "FARGATE" : "FARGATE_SPOT", weight: 1 },
    ],
  });
});
