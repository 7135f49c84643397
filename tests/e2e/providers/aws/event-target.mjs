/** EventBridge: target of a rule. */
import { randomInt } from "node:crypto";
import {
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { pascal, pick, unlessGone } from "./words.mjs";
import { bus } from "./events.mjs";

function target(id, inputs) {
  const same = ["arn", "input", "inputPath", "roleArn", "deadLetterConfig", "retryPolicy"];
  const { ecsTarget: ecs, inputTransformer, sqsTarget } = inputs;
  return {
    Id: id,
    ...pascal(pick(inputs, same)),
    ...(sqsTarget && { SqsParameters: pascal(sqsTarget) }),
    ...(inputTransformer && {
      InputTransformer: {
        InputPathsMap: inputTransformer.inputPaths,
        InputTemplate: inputTransformer.inputTemplate,
      },
    }),
    ...(ecs && {
      EcsParameters: {
        ...pascal(
          pick(ecs, ["taskCount", "taskDefinitionArn", "launchType", "platformVersion", "group"]),
        ),
        ...(ecs.networkConfiguration && {
          NetworkConfiguration: {
            awsvpcConfiguration: {
              Subnets: ecs.networkConfiguration.subnets,
              SecurityGroups: ecs.networkConfiguration.securityGroups,
              AssignPublicIp: ecs.networkConfiguration.assignPublicIp ? "ENABLED" : "DISABLED",
            },
          },
        }),
      },
    }),
  };
}

async function putTarget(aws, id, inputs) {
  const request = { Rule: inputs.rule, ...bus(inputs), Targets: [target(id, inputs)] };
  const { FailedEntries = [] } = await aws.events(new PutTargetsCommand(request));
  const [failed] = FailedEntries;
  if (failed)
    throw new Error(
      `operation error EventBridge: PutTargets, ${failed.ErrorCode}: ${failed.ErrorMessage}`,
    );
}

/** @type {import("../resources.mjs").Entry} */
const eventTarget = {
  replaceOn: ["rule", "eventBusName", "targetId", "region"],
  refuses: [
    ...["appsyncTarget", "batchTarget", "httpTarget", "kinesisTarget", "redshiftTarget"],
    ...["runCommandTargets", "sagemakerPipelineTarget"],
  ],
  async create({ aws, inputs }) {
    const targetId = inputs.targetId ?? `terraform-${Date.now()}${randomInt(1e9, 1e10)}`;
    await putTarget(aws, targetId, inputs);
    const outs = { targetId, eventBusName: inputs.eventBusName ?? "default" };
    return { id: `${inputs.rule}-${targetId}`, outs };
  },
  update: ({ aws, inputs, outs }) => putTarget(aws, outs.targetId, inputs),
  async delete({ aws, outs }) {
    const request = { Rule: outs.rule, ...bus(outs), Ids: [outs.targetId] };
    await unlessGone(() => aws.events(new RemoveTargetsCommand(request)));
  },
  async read({ aws, outs }) {
    const list = new ListTargetsByRuleCommand({ Rule: outs.rule, ...bus(outs) });
    const found = await unlessGone(() => aws.events(list));
    return found?.Targets?.some(({ Id }) => Id === outs.targetId) ? {} : undefined;
  },
};

export const eventTargets = { "aws:cloudwatch/eventTarget:EventTarget": eventTarget };
