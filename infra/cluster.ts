import { Cluster, ClusterCapacityProviders } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./outputs.ts";
import type { Tags } from "./tags.ts";

/** What {@link CrawlCluster} needs. */
export interface CrawlClusterArgs {
  readonly capacity: Capacity;
  readonly containerInsights: "disabled" | "enabled" | "enhanced";
  readonly tags: Tags;
}

/**
 * The ECS cluster, with FARGATE and FARGATE_SPOT. Its default strategy is that of `capacity`; that a run which prefers spot
 * goes on demand where there is none is up to the run, since a strategy with both would only share tasks out among them.
 */
export class CrawlCluster extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: CrawlClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:CrawlCluster", name, { ...args }, opts);
    const cluster = new Cluster(
      name,
      {
        settings: [{ name: "containerInsights", value: args.containerInsights }],
        tags: args.tags,
      },
      { parent: this },
    );
    new ClusterCapacityProviders(
      `${name}-capacity`,
      {
        clusterName: cluster.name,
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategies: [
          {
            capacityProvider: args.capacity === "onDemand" ? "FARGATE" : "FARGATE_SPOT",
            weight: 1,
          },
        ],
      },
      { parent: this },
    );
    this.arn = cluster.arn;
    this.clusterName = cluster.name;
    this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
  }
}
