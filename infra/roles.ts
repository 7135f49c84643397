import { Role, RolePolicy } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import { s3PlaceOf } from "./config/results-places.ts";
import { ecrStatements } from "./ecr.ts";
import { policyDocument, type Statement } from "./policy.ts";
import type { Tags } from "./tags.ts";

/** What {@link TaskRoles} needs. */
export interface TaskRolesArgs {
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  readonly logGroupArn: pulumi.Output<string>;
  readonly logStreamPrefix: string;
  readonly bucketArn: pulumi.Output<string>;
  readonly resultsPrefix: string;
  /** Further places for results, as `s3://bucket/prefix`. */
  readonly resultsPlaces: readonly string[];
  /** ARN of the secret with which images are pulled; absent where they are public. */
  readonly secretArn: pulumi.Output<string> | undefined;
  /** What the containers run; for images in ECR the execution role may pull them. */
  readonly images: readonly pulumi.Input<string>[];
  readonly tags: Tags;
}

/**
 * The execution role, with which ECS starts a task: it may write the log streams of this stack and read the one secret.
 * The task role, which the crawler has: it may write and read below the results prefix, and in further places that are
 * configured, and nothing else.
 */
export class TaskRoles extends pulumi.ComponentResource {
  readonly executionRoleArn: pulumi.Output<string>;
  readonly taskRoleArn: pulumi.Output<string>;

  constructor(name: string, args: TaskRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:TaskRoles", name, {}, opts);
    const { tags } = args;
    const execution = this.#role(`${name}-execution`, {
      description: "Starts the tasks of a crawl.",
      assumeRolePolicy: trustOf(),
      tags,
    });
    const task = this.#role(`${name}-task`, {
      description: "What the crawler may do.",
      assumeRolePolicy: trustOf(fromHere(args)),
      tags,
    });
    const executionPolicy = pulumi
      .all([args.logGroupArn, args.secretArn, pulumi.all([...args.images])])
      .apply(([logGroupArn, secretArn, images]) => [
        logStatement(logGroupArn, args.logStreamPrefix),
        ...(secretArn === undefined ? [] : [secretStatement(secretArn)]),
        ...ecrStatements(images, args.partition),
      ]);
    const elsewhere = args.resultsPlaces.map(s3PlaceOf).map(({ bucket, prefix }) => ({
      ...{ arn: `arn:${args.partition}:s3:::${bucket}`, prefix },
    }));
    const taskPolicy = args.bucketArn.apply((own) => {
      const places = [{ arn: own, prefix: args.resultsPrefix }, ...elsewhere];
      return [
        resultsStatement(places.map(({ arn, prefix }) => `${arn}/${prefix}*`)),
        ...places.map(({ arn, prefix }, index) => listStatement(arn, prefix, index)),
      ];
    });
    this.executionRoleArn = this.#allow(`${name}-execution`, execution, executionPolicy);
    this.taskRoleArn = this.#allow(`${name}-task`, task, taskPolicy);
    this.registerOutputs({
      executionRoleArn: this.executionRoleArn,
      taskRoleArn: this.taskRoleArn,
    });
  }

  #role(name: string, args: RoleArgs): Role {
    return new Role(name, args, { parent: this });
  }

  /** The role's ARN, known once the role may do what it must: a task that starts earlier would fail. */
  #allow(
    name: string,
    role: Role,
    statements: pulumi.Output<readonly Statement[]>,
  ): pulumi.Output<string> {
    const policy = new RolePolicy(
      name,
      { role: role.name, policy: statements.apply(policyDocument) },
      { parent: this },
    );
    return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
  }
}

/** What a role has besides its policy. */
type RoleArgs = Readonly<Record<"description" | "assumeRolePolicy", string>> & {
  readonly tags: Tags;
};

/** Who may have a role: ECS tasks, under a condition where one is given. */
const trustOf = (condition?: object): string =>
  policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: condition,
    },
  ]);

/**
 * Only tasks of this account and region: AWS says so of task roles
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html), and not of execution roles, where a
 * condition that never holds would keep every task from starting.
 */
const fromHere = ({ accountId, partition, region }: TaskRolesArgs): object => ({
  ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${accountId}:*` },
  StringEquals: { "aws:SourceAccount": accountId },
});

/** The end of a stream's name is the task's id, which nobody knows before the task. */
const logStatement = (groupArn: string, prefix: string): Statement => ({
  Sid: "WriteLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [`${groupArn}:log-stream:${prefix}/*`],
});

const secretStatement = (arn: string): Statement => ({
  Sid: "PullPrivateImage",
  Effect: "Allow",
  Action: ["secretsmanager:GetSecretValue"],
  Resource: [arn],
});

/** One role serves all runs of the stack, so the prefix is that of all runs. A crawl is read again to go on with it. */
const resultsStatement = (resources: readonly string[]): Statement => ({
  Sid: "KeepResults",
  Effect: "Allow",
  Action: ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
  Resource: resources,
});

const listStatement = (bucketArn: string, prefix: string, index: number): Statement => ({
  Sid: `FindResults${index === 0 ? "" : String(index + 1)}`,
  Effect: "Allow",
  Action: ["s3:ListBucket"],
  Resource: [bucketArn],
  Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
});
