import { Role, RolePolicy, Schedule, ScheduleGroup, StateMachine } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "./policy.ts";
import { stableJson } from "./stable-json.ts";
import { stopTasksMachine } from "./stop-tasks-machine.ts";
import type { Tags } from "./tags.ts";

/** What {@link Expiry} needs. */
export interface ExpiryArgs {
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  readonly clusterArn: pulumi.Output<string>;
  /** ISO 8601 time; the component is not made for an environment that never expires. */
  readonly expiresAt: pulumi.Output<string | null>;
  readonly tags: Tags;
}

/**
 * Stops the tasks of an environment that has expired, where no machine of the user's is left to do it: an EventBridge schedule
 * that fires once starts a state machine, which lists the cluster's tasks and stops them until there are none. The schedule is
 * gone once it has fired, so that another time makes another schedule. It has a group of its own, since schedules have no tags
 * by which they could be found. The environment itself is for `mayfly reap`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
 */
export class Expiry extends pulumi.ComponentResource {
  constructor(name: string, args: ExpiryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:Expiry", name, {}, opts);
    const { clusterArn, partition, tags } = args;
    const stopping = this.#role(`${name}-expiry`, args, "states", "Stops tasks that have expired.");
    const stops = this.#allow(`${name}-expiry`, stopping, clusterArn.apply(stopStatements));
    const machine = new StateMachine(
      name,
      {
        roleArn: stopping.arn,
        definition: clusterArn.apply((cluster) => stableJson(stopTasksMachine(cluster, partition))),
        tags,
      },
      { parent: this, dependsOn: [stops] },
    );
    const starting = this.#role(
      `${name}-alarm`,
      args,
      "scheduler",
      "Starts the stop of tasks that have expired.",
    );
    const starts = this.#allow(`${name}-alarm`, starting, machine.arn.apply(startStatements));
    const group = new ScheduleGroup(name, { tags }, { parent: this });
    new Schedule(
      name,
      {
        groupName: group.name,
        description: "Stops the tasks of a crawl environment that has expired.",
        scheduleExpression: args.expiresAt.apply(scheduleExpression),
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        actionAfterCompletion: "DELETE",
        target: { arn: machine.arn, roleArn: starting.arn, input: "{}" },
      },
      // One that has fired is gone, and cannot be changed.
      { parent: this, dependsOn: [starts], replaceOnChanges: ["scheduleExpression"] },
    );
    this.registerOutputs({});
  }

  /** A role that one service may have on behalf of this account alone. */
  #role(
    name: string,
    { accountId, tags }: ExpiryArgs,
    service: "states" | "scheduler",
    description: string,
  ): Role {
    const trust = {
      Effect: "Allow",
      Principal: { Service: `${service}.amazonaws.com` },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    };
    const args = { description, assumeRolePolicy: policyDocument([trust]), tags };
    return new Role(name, args, { parent: this });
  }

  #allow(name: string, role: Role, statements: pulumi.Output<readonly Statement[]>): RolePolicy {
    const policy = statements.apply(policyDocument);
    return new RolePolicy(name, { role: role.name, policy }, { parent: this });
  }
}

/** `at(2026-11-30T12:00:00)`: to the second, without a zone. */
export function scheduleExpression(expiresAt: string | null): string {
  return `at(${(expiresAt ?? "").slice(0, 19)})`;
}

/**
 * ListTasks knows no resource but container instances, of which Fargate has none; its condition names the cluster.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
const stopStatements = (clusterArn: string): readonly Statement[] => [
  {
    Sid: "FindTasks",
    Effect: "Allow",
    Action: ["ecs:ListTasks"],
    Resource: ["*"],
    Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
  },
  {
    Sid: "StopTasks",
    Effect: "Allow",
    Action: ["ecs:StopTask"],
    Resource: [`${clusterArn.replace(":cluster/", ":task/")}/*`],
    Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
  },
];

const startStatements = (machineArn: string): readonly Statement[] => [
  {
    Sid: "StartTheStop",
    Effect: "Allow",
    Action: ["states:StartExecution"],
    Resource: [machineArn],
  },
];
