import { Cluster, ClusterCapacityProviders, LogGroup } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./outputs.ts";
import type { Tags } from "./tags.ts";

/** What {@link CrawlCluster} needs. */
export interface CrawlClusterArgs {
  readonly capacity: Capacity;
  readonly containerInsights: "disabled" | "enabled" | "enhanced";
  /** Days that CloudWatch keeps what Container Insights writes. */
  readonly logRetentionDays: number;
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
    if (args.containerInsights !== "disabled") this.#insights(name, cluster, args);
    this.arn = cluster.arn;
    this.clusterName = cluster.name;
    this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
  }

  /**
   * The log group that AWS would make with the first metrics, to keep it for ever: as the stack's own it forgets, and goes.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html
   */
  #insights(name: string, cluster: Cluster, { logRetentionDays, tags }: CrawlClusterArgs): void {
    new LogGroup(
      `${name}-insights`,
      {
        name: pulumi.interpolate`/aws/ecs/containerinsights/${cluster.name}/performance`,
        retentionInDays: logRetentionDays,
        tags,
      },
      { parent: this },
    );
  }
}
