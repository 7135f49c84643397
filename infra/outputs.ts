/**
 * The contract between the stack and everything that reads it: `mayfly run`, other programs, dashboards. A leaf: reading
 * outputs loads no Pulumi and no AWS. The same contract for programs in other languages: `schemas/stack-outputs.schema.json`.
 */

/** Version of this contract. Raised when an output changes its meaning or goes; a new output leaves it as it is. */
export const stackOutputsVersion = 1;

/** How tasks are paid for: FARGATE, FARGATE_SPOT, or FARGATE_SPOT with FARGATE as the fallback. */
export const capacities = ["onDemand", "spot", "spotPreferred"] as const;

/** One of {@link capacities}. */
export type Capacity = (typeof capacities)[number];

/** The outputs of a stack: what a run and a dashboard need, and nothing secret. */
export interface StackOutputs {
  /** {@link stackOutputsVersion} of the program that wrote them. */
  readonly contractVersion: number;
  /** Pulumi project and stack. */
  readonly project: string;
  readonly stack: string;
  /** AWS region of everything. */
  readonly region: string;
  readonly clusterName: string;
  readonly clusterArn: string;
  /** ARN of the task definition with its revision: a run pins it. */
  readonly taskDefinitionArn: string;
  /** The same value as {@link taskDefinitionArn}, under the name that this project was asked for. */
  readonly taskArn: string;
  readonly taskDefinitionFamily: string;
  readonly taskDefinitionRevision: number;
  /** CPU units of a task (1024 = 1 vCPU) and its memory in MiB. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** `X86_64` or `ARM64`, as `runtimePlatform` of the task definition has it. */
  readonly cpuArchitecture: string;
  /** Names of the two containers; the crawler is the subject of a run. */
  readonly containerNames: { readonly selenium: string; readonly crawler: string };
  /** What the containers run. The crawler's reference has a digest; Selenium's has one where the configuration gives one. */
  readonly images: { readonly selenium: string; readonly crawler: string };
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Whether tasks get a public IPv4 address. */
  readonly assignPublicIp: boolean;
  readonly capacity: Capacity;
  readonly logGroupName: string;
  /** A container's log stream is `<prefix>/<container>/<task id>`. */
  readonly logStreamPrefix: string;
  readonly resultsBucketName: string;
  /** Key prefix under which a run may write its results: `<prefix><run id>/…`. */
  readonly resultsPrefix: string;
  /** Queue of the tasks' state changes; null where `taskEvents` is off. */
  readonly eventQueueUrl: string | null;
  readonly eventQueueArn: string | null;
  /** AWS console pages for people. */
  readonly consoleUrls: {
    readonly cluster: string;
    readonly taskDefinition: string;
    readonly logGroup: string;
    readonly resultsBucket: string;
  };
  /** ISO 8601 time after which the environment may be removed; null for never. */
  readonly expiresAt: string | null;
}

/** Name of a stack output. */
export type StackOutputName = keyof StackOutputs;

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string" && value !== "";
const flag: Check = (value) => typeof value === "boolean";
const count: Check = (value) => Number.isInteger(value) && (value as number) > 0;
const arn: Check = (value) => typeof value === "string" && /^arn:[^:]+:[^:]+:/.test(value);
const texts: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(text);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const fields =
  (...names: readonly string[]): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    names.every((name) => text((value as Record<string, unknown>)[name]));

/** Each output, what it is for people, what its value must be, and how to say so. */
const table: Readonly<Record<StackOutputName, readonly [check: Check, expected: string]>> = {
  contractVersion: [(value) => value === stackOutputsVersion, String(stackOutputsVersion)],
  project: [text, "a text"],
  stack: [text, "a text"],
  region: [text, "a text"],
  clusterName: [text, "a text"],
  clusterArn: [arn, "an ARN"],
  taskDefinitionArn: [arn, "an ARN"],
  taskArn: [arn, "an ARN"],
  taskDefinitionFamily: [text, "a text"],
  taskDefinitionRevision: [count, "a whole number above 0"],
  cpu: [count, "a whole number above 0"],
  memoryMiB: [count, "a whole number above 0"],
  cpuArchitecture: [text, "a text"],
  containerNames: [fields("selenium", "crawler"), "an object with selenium and crawler"],
  images: [fields("selenium", "crawler"), "an object with selenium and crawler"],
  taskRoleArn: [arn, "an ARN"],
  executionRoleArn: [arn, "an ARN"],
  vpcId: [text, "a text"],
  subnetIds: [texts, "a list of texts"],
  securityGroupIds: [texts, "a list of texts"],
  assignPublicIp: [flag, "true or false"],
  capacity: [(value) => capacities.includes(value as Capacity), capacities.join(", ")],
  logGroupName: [text, "a text"],
  logStreamPrefix: [text, "a text"],
  resultsBucketName: [text, "a text"],
  resultsPrefix: [text, "a text"],
  eventQueueUrl: [orNull(text), "a text or null"],
  eventQueueArn: [orNull(arn), "an ARN or null"],
  consoleUrls: [
    fields("cluster", "taskDefinition", "logGroup", "resultsBucket"),
    "an object with cluster, taskDefinition, logGroup and resultsBucket",
  ],
  expiresAt: [
    orNull((value) => text(value) && !Number.isNaN(Date.parse(value as string))),
    "an ISO 8601 time or null",
  ],
};

/** The names of all outputs, in the order of {@link StackOutputs}. */
export const stackOutputNames = Object.keys(table) as readonly StackOutputName[];

/** Outputs that are not those of a Mayfly stack, or of another version of it. Bring the stack up to date. */
export class StackOutputsError extends Error {
  override readonly name = "StackOutputsError";
}

/**
 * Checks outputs once, at the edge: `pulumi stack output --json`, or the values of the Automation API. Unknown outputs are
 * left out, so that a newer program of the same version can add some; an absent one counts as null.
 *
 * @throws {@link StackOutputsError} with one sentence: which output, what was expected, what came.
 */
export function parseStackOutputs(raw: Readonly<Record<string, unknown>>): StackOutputs {
  if (Object.keys(raw).length === 0) {
    throw new StackOutputsError("The stack has no outputs: it is not up. Run `mayfly up` first.");
  }
  const entries = stackOutputNames.map((name): readonly [StackOutputName, unknown] => {
    const value = raw[name] ?? null;
    const [check, expected] = table[name];
    if (check(value)) return [name, value];
    throw new StackOutputsError(
      `Expected ${expected} for the stack output ${name}, but got ${JSON.stringify(value)}; bring the stack up again with this version of Mayfly.`,
    );
  });
  return Object.fromEntries(entries) as unknown as StackOutputs;
}
