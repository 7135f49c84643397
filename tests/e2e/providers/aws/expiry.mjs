/** EventBridge Scheduler: schedule, group. Step Functions: state machine. */
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  TagResourceCommand as TagGroupCommand,
  UntagResourceCommand as UntagGroupCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { prefixed } from "../auto-name.mjs";
import { pascal, pick, tagChanges, tagList, unlessGone } from "./words.mjs";

const scheduleRequest = (Name, inputs) => ({
  Name,
  GroupName: inputs.groupName ?? "default",
  ...pascal(
    pick(inputs, [
      ...["description", "scheduleExpression", "scheduleExpressionTimezone", "state"],
      ...["flexibleTimeWindow", "actionAfterCompletion", "target"],
    ]),
  ),
});

/** @type {import("../resources.mjs").Entry} */
const schedule = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "groupName", "region"],
  refuses: ["kmsKeyArn", "startDate", "endDate"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const request = scheduleRequest(name, inputs);
    const { ScheduleArn } = await aws.scheduler(new CreateScheduleCommand(request));
    const { groupName = "default", actionAfterCompletion = "NONE" } = inputs;
    const outs = { arn: ScheduleArn, name, groupName, actionAfterCompletion };
    return { id: `${groupName}/${name}`, outs };
  },
  update: async ({ aws, inputs, outs }) =>
    void (await aws.scheduler(new UpdateScheduleCommand(scheduleRequest(outs.name, inputs)))),
  async delete({ aws, outs }) {
    const { name: Name, groupName: GroupName } = outs;
    await unlessGone(() => aws.scheduler(new DeleteScheduleCommand({ Name, GroupName })));
  },
  async read({ aws, outs }) {
    const { name: Name, groupName: GroupName } = outs;
    const found = await unlessGone(() =>
      aws.scheduler(new GetScheduleCommand({ Name, GroupName })),
    );
    return found && { arn: found.Arn, name: found.Name };
  },
};

/** @type {import("../resources.mjs").Entry} */
const scheduleGroup = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "region"],
  async create({ aws, inputs }) {
    const Name = inputs.name ?? prefixed(inputs.namePrefix);
    const Tags = tagList(inputs.tags);
    const { ScheduleGroupArn } = await aws.scheduler(
      new CreateScheduleGroupCommand({ Name, Tags }),
    );
    return { id: Name, outs: { arn: ScheduleGroupArn, name: Name, state: "ACTIVE" } };
  },
  async update({ aws, olds, inputs, outs }) {
    const { removed: TagKeys, changed } = tagChanges(olds.tags, inputs.tags);
    const ResourceArn = outs.arn;
    if (TagKeys.length) await aws.scheduler(new UntagGroupCommand({ ResourceArn, TagKeys }));
    const Tags = tagList(changed);
    if (Tags.length) await aws.scheduler(new TagGroupCommand({ ResourceArn, Tags }));
  },
  async delete({ aws, id: Name }) {
    await unlessGone(() => aws.scheduler(new DeleteScheduleGroupCommand({ Name })));
  },
  async read({ aws, id: Name }) {
    const found = await unlessGone(() => aws.scheduler(new GetScheduleGroupCommand({ Name })));
    return found && { arn: found.Arn, name: found.Name };
  },
};

/** @type {import("../resources.mjs").Entry} */
const stateMachine = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "type", "region"],
  refuses: ["encryptionConfiguration", "loggingConfiguration", "publish", "tracingConfiguration"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const { definition, roleArn, type = "STANDARD" } = inputs;
    const tags = inputs.tags ? tagList(inputs.tags, "key", "value") : [];
    const request = { name, definition, roleArn, type, tags };
    const made = await aws.sfn(new CreateStateMachineCommand(request));
    const arn = made.stateMachineArn;
    const creationDate = made.creationDate.toISOString();
    return { id: arn, outs: { arn, name, type, creationDate, status: "ACTIVE" } };
  },
  async update({ aws, id: stateMachineArn, olds, inputs }) {
    const { definition, roleArn } = inputs;
    await aws.sfn(new UpdateStateMachineCommand({ stateMachineArn, definition, roleArn }));
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    const resourceArn = stateMachineArn;
    if (removed.length) await aws.sfn(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
    const tags = tagList(changed, "key", "value");
    if (tags.length) await aws.sfn(new TagResourceCommand({ resourceArn, tags }));
  },
  async delete({ aws, id: stateMachineArn }) {
    await unlessGone(() => aws.sfn(new DeleteStateMachineCommand({ stateMachineArn })));
  },
  async read({ aws, id: stateMachineArn }) {
    const describe = new DescribeStateMachineCommand({ stateMachineArn });
    const found = await unlessGone(() => aws.sfn(describe));
    return found && { arn: stateMachineArn, name: found.name };
  },
};

export const expiry = {
  "aws:scheduler/schedule:Schedule": schedule,
  "aws:scheduler/scheduleGroup:ScheduleGroup": scheduleGroup,
  "aws:sfn/stateMachine:StateMachine": stateMachine,
};
