import { LogGroup } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./tags.ts";

/** What {@link CrawlLogs} needs. */
export interface CrawlLogsArgs {
  /** The log group is `/ecs/<family>`. */
  readonly family: string;
  readonly retentionDays: number;
  readonly tags: Tags;
}

/** The log group of both containers; it goes with the stack. */
export class CrawlLogs extends pulumi.ComponentResource {
  readonly groupName: pulumi.Output<string>;
  readonly groupArn: pulumi.Output<string>;
  /** A container's log stream is `<prefix>/<container>/<task id>`. */
  readonly streamPrefix: string;

  constructor(name: string, args: CrawlLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:CrawlLogs", name, { ...args }, opts);
    const group = new LogGroup(
      name,
      { name: `/ecs/${args.family}`, retentionInDays: args.retentionDays, tags: args.tags },
      { parent: this },
    );
    this.groupName = group.name;
    this.groupArn = group.arn;
    this.streamPrefix = "crawl";
    this.registerOutputs({ groupName: this.groupName, groupArn: this.groupArn });
  }
}
