import { TaskDefinition } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import { parseImageReference } from "./config/image-reference.ts";
import type { CrawlConfig } from "./config/crawl-config.ts";
import type { Tags } from "./tags.ts";
import { workVolume } from "./container-definitions.ts";
import { taskContainers } from "./task-containers.ts";

/** What {@link CrawlTaskDefinition} needs. */
export interface CrawlTaskDefinitionArgs {
  readonly config: CrawlConfig;
  readonly region: string;
  readonly crawlerImage: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly logStreamPrefix: string;
  readonly executionRoleArn: pulumi.Output<string>;
  readonly taskRoleArn: pulumi.Output<string>;
  /** Secret with which images of the configured registry are pulled; absent where they are public. */
  readonly pullSecretArn: pulumi.Output<string> | undefined;
  readonly tags: Tags;
  /** What is there before it: no task starts without a definition. A component's own `dependsOn` would not reach its children. */
  readonly after: readonly pulumi.Resource[];
}

/** The Fargate task definition. Every change makes a new revision; a run pins one. */
export class CrawlTaskDefinition extends pulumi.ComponentResource {
  /** With the revision. */
  readonly arn: pulumi.Output<string>;
  readonly family: pulumi.Output<string>;
  readonly revision: pulumi.Output<number>;

  constructor(name: string, args: CrawlTaskDefinitionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:CrawlTaskDefinition", name, {}, opts);
    const { config } = args;
    const sizeInGib = config.ephemeralStorageGiB;
    const definition = new TaskDefinition(
      name,
      {
        family: config.family,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: String(config.cpu),
        memory: String(config.memoryMiB),
        runtimePlatform: {
          operatingSystemFamily: "LINUX",
          cpuArchitecture: config.cpuArchitecture,
        },
        // ECS takes 21 and more; 20 is what every task has.
        ...(sizeInGib > 20 ? { ephemeralStorage: { sizeInGib } } : {}),
        executionRoleArn: args.executionRoleArn,
        taskRoleArn: args.taskRoleArn,
        volumes: [{ name: workVolume.name }],
        containerDefinitions: containers(args),
        tags: args.tags,
      },
      { parent: this, dependsOn: [...args.after] },
    );
    this.arn = definition.arn;
    this.family = definition.family;
    this.revision = definition.revision;
    this.registerOutputs({ arn: this.arn, family: this.family, revision: this.revision });
  }
}

function containers({ config, ...args }: CrawlTaskDefinitionArgs): pulumi.Output<string> {
  const { registryServer } = config.crawlerImage;
  return pulumi
    .all([args.crawlerImage, args.logGroupName, args.pullSecretArn])
    .apply(([crawlerImage, logGroupName, secretArn]) =>
      taskContainers({
        seleniumImage: config.seleniumImage,
        seleniumVersion: config.seleniumVersion,
        seleniumEnvironment: config.seleniumEnvironment,
        crawlerImage,
        crawlerEnvironment: config.crawlerEnvironment,
        region: args.region,
        logGroupName,
        logStreamPrefix: args.logStreamPrefix,
        // Credentials also spare the Selenium image of the same registry the limits of anonymous pulls.
        pullSecretArn: (image) =>
          parseImageReference(image)?.registry === registryServer ? secretArn : undefined,
      }),
    );
}
