import { EventRule, EventTarget, Queue, QueuePolicy } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, tlsOnly } from "./policy.ts";
import { stableJson } from "./stable-json.ts";
import type { Tags } from "./tags.ts";

/** What {@link TaskEvents} needs. */
export interface TaskEventsArgs {
  readonly clusterArn: pulumi.Output<string>;
  readonly tags: Tags;
}

const hourSeconds = 3600;
const daySeconds = 24 * hourSeconds;

/**
 * The state changes of the cluster's tasks, by EventBridge into a queue: a second source beside DescribeTasks. A message is
 * kept for an hour, as long as ECS itself tells of a stopped task, so that no backlog of tasks that nobody watched grows. What
 * EventBridge cannot deliver goes to a second queue for two weeks. No number of receipts sends a message there: the runs of a
 * stack share the queue, and give back what is another's, as often as it takes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export class TaskEvents extends pulumi.ComponentResource {
  readonly queueUrl: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;

  constructor(name: string, args: TaskEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:TaskEvents", name, {}, opts);
    const { tags } = args;
    const undelivered = new Queue(
      `${name}-undelivered`,
      { messageRetentionSeconds: 14 * daySeconds, sqsManagedSseEnabled: true, tags },
      { parent: this },
    );
    const queue = new Queue(
      name,
      {
        messageRetentionSeconds: hourSeconds,
        receiveWaitTimeSeconds: 20,
        sqsManagedSseEnabled: true,
        tags,
      },
      { parent: this },
    );
    this.#deliver(name, args, queue, undelivered);
    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.registerOutputs({ queueUrl: this.queueUrl, queueArn: this.queueArn });
  }

  #deliver(
    name: string,
    { clusterArn, tags }: TaskEventsArgs,
    queue: Queue,
    undelivered: Queue,
  ): void {
    const rule = new EventRule(
      name,
      {
        description: "State changes of the tasks of a crawl.",
        eventPattern: clusterArn.apply((arn) =>
          stableJson({
            source: ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            detail: { clusterArn: [arn] },
          }),
        ),
        tags,
      },
      { parent: this },
    );
    const policies = [
      [name, queue],
      [`${name}-undelivered`, undelivered],
    ] as const;
    const dependsOn = policies.map(
      ([policyName, { url, arn }]) =>
        new QueuePolicy(
          policyName,
          {
            queueUrl: url,
            policy: pulumi.all([arn, rule.arn]).apply(([target, source]) => policy(target, source)),
          },
          { parent: this },
        ),
    );
    new EventTarget(
      name,
      { rule: rule.name, arn: queue.arn, deadLetterConfig: { arn: undelivered.arn } },
      { parent: this, dependsOn },
    );
  }
}

/** Only the rule may send, and nobody may do anything without TLS. */
function policy(queueArn: string, ruleArn: string): string {
  return policyDocument([
    {
      Sid: "FromRule",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
    },
    tlsOnly("sqs", queueArn),
  ]);
}
