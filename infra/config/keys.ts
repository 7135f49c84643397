/**
 * Every configuration key of the stack: type, default, meaning. A leaf: `Pulumi.yaml` repeats it for the Pulumi CLI, and
 * README's table is made from it; tests hold the three together.
 */

/** One configuration key. */
export interface ConfigKey {
  /** The type, as `Pulumi.yaml` has it; an object is set with `pulumi config set --path KEY.NAME VALUE`. */
  readonly type: "string" | "boolean" | "integer" | "array" | "object";
  /** Must be set with `--secret`. */
  readonly secret?: true;
  /** What holds where the key is not set. */
  readonly default?: string | number | boolean;
  /** What holds where the key is not set and there is no fixed default. */
  readonly otherwise?: string;
  readonly description: string;
}

/**
 * What stands for "not set" in `Pulumi.yaml`, where a key without a default would be required
 * (https://www.pulumi.com/docs/iac/concepts/config/).
 */
export const unset = { string: "", boolean: "", integer: "", array: [], object: {} } as const;

/** Name of a configuration key, without the project's name before it. */
export type ConfigKeyName = keyof typeof configKeys;

/** The keys, in the order in which people meet them. */
export const configKeys = {
  dockerHubUser: {
    type: "string",
    otherwise: "needed to build",
    description: "Docker Hub user or organisation that the crawler image is pushed to",
  },
  dockerHubToken: {
    type: "string",
    secret: true,
    otherwise: "needed to build",
    description: "access token of that user, which may read and write",
  },
  imageName: {
    type: "string",
    default: "mayfly-crawler",
    description: "repository of the crawler image; with a slash it is the whole path",
  },
  registryServer: {
    type: "string",
    default: "docker.io",
    description: "another registry to push to; user and token are then those of that registry",
  },
  crawlerImage: {
    type: "string",
    otherwise: "built and pushed",
    description: "an image that exists already, by tag or digest; then nothing is built",
  },
  privateImage: {
    type: "boolean",
    default: false,
    description: "pull with user and token, which are then kept in Secrets Manager",
  },
  nodeImage: {
    type: "string",
    default: "node:22-bookworm-slim",
    description: "base of the crawler image; add @sha256:… to pin it by digest",
  },
  seleniumImage: {
    type: "string",
    otherwise: "selenium/standalone-chrome:4.41.0; standalone-chromium on ARM64",
    description: "image of the Selenium server, with a tag or a digest",
  },
  seleniumVersion: {
    type: "string",
    default: "auto",
    description: "major version of the Selenium server: 3, 4, or auto, which goes by the tag",
  },
  seleniumEnvironment: {
    type: "object",
    otherwise: "eight slots, no VNC, no tracing",
    description: "more environment for the Selenium container, such as SE_NODE_MAX_SESSIONS",
  },
  crawlerEnvironment: {
    type: "object",
    otherwise: "the crawler's own",
    description: "defaults of the crawl, such as MAYFLY_MAX_PAGES; a run can override them",
  },
  family: {
    type: "string",
    otherwise: "mayfly-crawl-<stack>",
    description: "family of the task definition; the log group is /ecs/<family>",
  },
  cpu: {
    type: "integer",
    default: 256,
    description: "CPU units of a task; 1024 are one vCPU",
  },
  memory: {
    type: "integer",
    default: 1024,
    description: "memory of a task in MiB",
  },
  ephemeralStorage: {
    type: "integer",
    default: 20,
    description: "disk of a task in GiB, 20 to 200",
  },
  cpuArchitecture: {
    type: "string",
    default: "X86_64",
    description: "X86_64 or ARM64, also the platform of the image",
  },
  network: {
    type: "string",
    default: "default",
    description: "default: the default VPC; dedicated: a VPC of its own with public subnets",
  },
  vpcId: {
    type: "string",
    otherwise: "as network says",
    description: "a VPC that exists; needs subnetIds",
  },
  subnetIds: {
    type: "array",
    otherwise: "as network says",
    description: "subnets of vpcId with a way out to the Internet",
  },
  vpcCidr: {
    type: "string",
    default: "10.0.0.0/16",
    description: "private address range of a dedicated VPC",
  },
  assignPublicIp: {
    type: "boolean",
    default: true,
    description: "give tasks a public IPv4 address; false needs subnets with a NAT gateway",
  },
  capacity: {
    type: "string",
    default: "onDemand",
    description: "onDemand, spot or spotPreferred (Fargate Spot, on demand where there is none)",
  },
  containerInsights: {
    type: "string",
    default: "disabled",
    description: "disabled, enabled or enhanced: metrics of the cluster, which cost",
  },
  logRetentionDays: {
    type: "integer",
    default: 7,
    description: "days that CloudWatch keeps the logs while the stack is up",
  },
  resultsRetentionDays: {
    type: "integer",
    default: 30,
    description: "days that results stay in the bucket while the stack is up",
  },
  resultsPlaces: {
    type: "array",
    otherwise: "the stack's bucket alone",
    description: "more places for --results that tasks may write to and read: s3://bucket/prefix",
  },
  taskEvents: {
    type: "boolean",
    default: true,
    description: "a queue of the tasks' state changes, by EventBridge",
  },
  ttl: {
    type: "string",
    default: "24h",
    description:
      "time to live, which each up extends: 90m, 24h, 7d or never; then tasks are stopped by a schedule",
  },
  tags: {
    type: "object",
    otherwise: "none",
    description: "more tags for everything",
  },
} as const satisfies Readonly<Record<string, ConfigKey>>;
