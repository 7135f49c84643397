/** EventBridge: rule. */
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  PutRuleCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { prefixed } from "../auto-name.mjs";
import { pascal, pick, tagChanges, tagList, unlessGone } from "./words.mjs";

export const bus = (inputs) => (inputs.eventBusName ? { EventBusName: inputs.eventBusName } : {});

function putRule(aws, name, inputs, tags) {
  const State = inputs.state ?? (inputs.isEnabled === false ? "DISABLED" : "ENABLED");
  const optional = pick(inputs, ["description", "eventPattern", "roleArn", "scheduleExpression"]);
  return aws.events(
    new PutRuleCommand({ Name: name, State, ...pascal(optional), ...bus(inputs), ...tags }),
  );
}

/** @type {import("../resources.mjs").Entry} */
const eventRule = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "eventBusName", "region"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const tags = inputs.tags ? { Tags: tagList(inputs.tags) } : {};
    const { RuleArn } = await putRule(aws, name, inputs, tags);
    const eventBusName = inputs.eventBusName ?? "default";
    const id = eventBusName === "default" ? name : `${eventBusName}/${name}`;
    return { id, outs: { arn: RuleArn, name, eventBusName } };
  },
  async update({ aws, olds, inputs, outs }) {
    await putRule(aws, outs.name, inputs);
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    const ResourceARN = outs.arn;
    if (removed.length)
      await aws.events(new UntagResourceCommand({ ResourceARN, TagKeys: removed }));
    const Tags = tagList(changed);
    if (Tags.length) await aws.events(new TagResourceCommand({ ResourceARN, Tags }));
  },
  async delete({ aws, outs }) {
    const rule = { Name: outs.name, ...bus(outs), ...(outs.forceDestroy && { Force: true }) };
    await unlessGone(() => aws.events(new DeleteRuleCommand(rule)));
  },
  async read({ aws, outs }) {
    const rule = new DescribeRuleCommand({ Name: outs.name, ...bus(outs) });
    const found = await unlessGone(() => aws.events(rule));
    return found && { arn: found.Arn, name: found.Name };
  },
};

export const eventRules = { "aws:cloudwatch/eventRule:EventRule": eventRule };
