/**
 * The contract between the stack and everything that reads it: `mayfly run`, other programs, dashboards. A leaf, with
 * output-rows.ts: reading outputs loads no Pulumi and no AWS. The same contract for programs in other languages: `schemas/stack-outputs.schema.json`.
 */

import {
  arn,
  count,
  fields,
  flag,
  oneOf,
  orNull,
  text,
  texts,
  time,
  type Row,
} from "./output-rows.ts";

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
  /** Further places that a run may write its results to, as `s3://bucket/prefix`; null for none. */
  readonly resultsPlaces: readonly string[] | null;
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
  /** Seconds in which a crawl must end that says nothing of it, as `crawlerEnvironment` has them; null for the crawler's own default. */
  readonly timeLimitSeconds: number | null;
}

/** Name of a stack output. */
export type StackOutputName = keyof StackOutputs;

/** Every output; README's table and the JSON Schema are made from it. */
const table: Readonly<Record<StackOutputName, Row>> = {
  contractVersion: oneOf([stackOutputsVersion], "version of this contract"),
  project: text("Pulumi project"),
  stack: text("Pulumi stack"),
  region: text("AWS region of everything"),
  clusterName: text("name of the ECS cluster"),
  clusterArn: arn("ARN of the ECS cluster"),
  taskDefinitionArn: arn("ARN of the task definition with its revision; a run pins it"),
  taskArn: arn("the same value as taskDefinitionArn"),
  taskDefinitionFamily: text("family of the task definition"),
  taskDefinitionRevision: count("revision of the task definition"),
  cpu: count("CPU units of a task; 1024 are one vCPU"),
  memoryMiB: count("memory of a task in MiB"),
  cpuArchitecture: oneOf(["X86_64", "ARM64"], "architecture of a task"),
  containerNames: fields("names of the containers", ["selenium", "crawler"]),
  images: fields("what they run; the crawler by digest where the stack built it", [
    "selenium",
    "crawler",
  ]),
  taskRoleArn: arn("role of the crawler"),
  executionRoleArn: arn("role with which ECS starts a task"),
  vpcId: text("VPC of the tasks"),
  subnetIds: texts("subnets of the tasks"),
  securityGroupIds: texts("security groups of the tasks"),
  assignPublicIp: flag("whether tasks get a public IPv4 address"),
  capacity: oneOf(capacities, "how tasks are paid for"),
  logGroupName: text("log group of both containers"),
  logStreamPrefix: text("a log stream is <prefix>/<container>/<task id>"),
  resultsBucketName: text("bucket of the results"),
  resultsPrefix: text("a run writes below <prefix><run id>/"),
  resultsPlaces: orNull(texts("further places that a run may write to; null for none")),
  eventQueueUrl: orNull(text("queue of the tasks' state changes; null without taskEvents")),
  eventQueueArn: orNull(arn("ARN of that queue; null without taskEvents")),
  consoleUrls: fields("pages of the AWS console", [
    "cluster",
    "taskDefinition",
    "logGroup",
    "resultsBucket",
  ]),
  expiresAt: orNull(
    time("ISO 8601 time after which the environment may be removed; null for never"),
  ),
  timeLimitSeconds: orNull(
    count("seconds that a crawl has that names no limit; null for the usual"),
  ),
};

/** The JSON Schema of the outputs, as it is published in `schemas/stack-outputs.schema.json`. */
export const stackOutputsSchema: Readonly<Record<string, unknown>> = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://mayfly.invalid/schemas/stack-outputs.schema.json",
  title: "Stack outputs",
  description:
    "The outputs of a Mayfly stack, as pulumi stack output --json and mayfly outputs --json print them.",
  type: "object",
  properties: Object.fromEntries(Object.entries(table).map(([name, { schema }]) => [name, schema])),
  required: Object.keys(table),
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
    const { check, expected } = table[name];
    if (check(value)) return [name, value];
    const isNewer = name === "contractVersion" && Number(value) > stackOutputsVersion;
    if (isNewer) {
      throw new StackOutputsError(
        `Expected ${expected} for the stack output contractVersion, but got ${JSON.stringify(value)}: the stack was brought up with a newer Mayfly; use that one.`,
      );
    }
    throw new StackOutputsError(
      `Expected ${expected} for the stack output ${name}, but got ${JSON.stringify(value)}; bring the stack up again with this version of Mayfly.`,
    );
  });
  return Object.fromEntries(entries) as unknown as StackOutputs;
}
