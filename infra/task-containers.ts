import {
  crawlContainerDefinitions,
  selenium4Environment,
  workVolume,
  type ContainerDefinition,
  type CrawlTaskOptions,
} from "./container-definitions.ts";
import { stableJson } from "./stable-json.ts";

/** What {@link taskContainers} needs besides the containers themselves. */
export interface TaskContainersOptions extends CrawlTaskOptions {
  readonly region: string;
  readonly logGroupName: string;
  readonly logStreamPrefix: string;
  /** Secret with which images are pulled, by the registry's host of an image; absent for public images. */
  readonly pullSecretArn: (image: string) => string | undefined;
}

/** `containerDefinitions` of the task definition: the shared definitions, and what only Fargate has. Stable text. */
export function taskContainers(options: TaskContainersOptions): string {
  const stock = options.seleniumVersion === 3 ? {} : selenium4Environment;
  const [selenium, crawler] = crawlContainerDefinitions({
    ...options,
    seleniumEnvironment: { ...stock, ...options.seleniumEnvironment },
    crawlerEnvironment: { TMPDIR: workVolume.path, ...options.crawlerEnvironment },
  });
  return stableJson([
    ecsDefinition(selenium, options),
    {
      ...ecsDefinition(crawler, options),
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: workVolume.name, containerPath: workVolume.path, readOnly: false },
      ],
    },
  ]);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
function ecsDefinition(
  definition: ContainerDefinition,
  { region, logGroupName, logStreamPrefix, pullSecretArn }: TaskContainersOptions,
): object {
  const { command, environment, healthCheck, portMappings, dependsOn, ...same } = definition;
  const secretArn = pullSecretArn(definition.image);
  return {
    ...same,
    ...(command.length === 0 ? {} : { command }),
    ...(secretArn === undefined
      ? {}
      : { repositoryCredentials: { credentialsParameter: secretArn } }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(healthCheck === undefined
      ? {}
      : { healthCheck: { ...healthCheck, startInterval: undefined } }),
    environment: Object.entries(environment)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    portMappings: portMappings.map((mapping) => ({ ...mapping, hostPort: mapping.containerPort })),
    linuxParameters: { initProcessEnabled: true },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroupName,
        "awslogs-region": region,
        "awslogs-stream-prefix": logStreamPrefix,
      },
    },
  };
}
