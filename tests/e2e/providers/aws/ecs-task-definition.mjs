/** ECS: task definition. */
import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { inputNames } from "../shapes.mjs";
import { pick, unlessGone } from "./words.mjs";
import { tagsOf, retag } from "./ecs.mjs";

function registration(inputs) {
  const same = ["cpu", "executionRoleArn", "family", "ipcMode", "memory", "networkMode", "pidMode"];
  const lists = [
    "placementConstraints",
    "requiresCompatibilities",
    "runtimePlatform",
    "taskRoleArn",
  ];
  const disk = inputs.ephemeralStorage;
  return {
    ...pick(inputs, [...same, ...lists]),
    containerDefinitions: JSON.parse(inputs.containerDefinitions),
    volumes: inputs.volumes?.map(({ name, hostPath, ...rest }) => ({
      name,
      ...(hostPath && { host: { sourcePath: hostPath } }),
      ...rest,
    })),
    ...(disk && { ephemeralStorage: { sizeInGiB: disk.sizeInGib } }),
    ...tagsOf(inputs),
  };
}

/** @type {import("../resources.mjs").Entry} */
const taskDefinition = {
  replaceOn: inputNames("aws:ecs/taskDefinition:TaskDefinition", [
    "skipDestroy",
    "tags",
    "trackLatest",
  ]),
  refuses: ["proxyConfiguration", "enableFaultInjection"],
  async create({ aws, inputs }) {
    const request = new RegisterTaskDefinitionCommand(registration(inputs));
    const { taskDefinition: made } = await aws.ecs(request);
    const arn = made.taskDefinitionArn;
    const outs = { arn, arnWithoutRevision: arn.replace(/:\d+$/, ""), revision: made.revision };
    return { id: made.family, outs };
  },
  update: (call) => retag(call, call.outs.arn),
  async delete({ aws, outs }) {
    if (outs.skipDestroy) return;
    const taskDefinition = outs.arn;
    await unlessGone(() => aws.ecs(new DeregisterTaskDefinitionCommand({ taskDefinition })));
  },
  async read({ aws, outs }) {
    const request = new DescribeTaskDefinitionCommand({ taskDefinition: outs.arn });
    const found = await unlessGone(() => aws.ecs(request));
    return found?.taskDefinition?.status === "INACTIVE" ? undefined : found && { arn: outs.arn };
  },
};

export const ecsTaskDefinition = { "aws:ecs/taskDefinition:TaskDefinition": taskDefinition };
