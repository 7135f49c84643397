import { expect, test } from "vitest";
import { CrawlCluster } from "../../infra/cluster.ts";
import { capacities } from "../../infra/outputs.ts";
import { only, runParts } from "./helpers/program.ts";

const tags = { team: "moths" };
const usual = { capacity: "onDemand", containerInsights: "disabled", tags } as const;

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
