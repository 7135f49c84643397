/** SQS: queue and its policy. */
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { prefixed } from "../auto-name.mjs";
import { tagChanges, unlessGone } from "./words.mjs";

/** Inputs and the attributes they set, each with the service's default. */
const attributeOf = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  delaySeconds: "DelaySeconds",
  fifoQueue: "FifoQueue",
  fifoThroughputLimit: "FifoThroughputLimit",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};
const defaults = {
  delaySeconds: 0,
  maxMessageSize: 1_048_576,
  messageRetentionSeconds: 345_600,
  receiveWaitTimeSeconds: 0,
  visibilityTimeoutSeconds: 30,
};

function attributes(inputs) {
  const set = Object.entries(attributeOf).filter(([name]) => inputs[name] !== undefined);
  return Object.fromEntries(set.map(([name, attribute]) => [attribute, String(inputs[name])]));
}

const setAttributes = (aws, QueueUrl, Attributes) =>
  aws.sqs(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

async function getAttributes(aws, QueueUrl) {
  const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  return (await unlessGone(() => aws.sqs(request)))?.Attributes;
}

/** @type {import("../resources.mjs").Entry} */
const queue = {
  named: {
    of: "name",
    unless: "namePrefix",
    suffix: ({ fifoQueue }) => (fifoQueue ? ".fifo" : ""),
  },
  replaceOn: ["name", "namePrefix", "fifoQueue", "region"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const request = { QueueName: name, Attributes: attributes(inputs), tags: inputs.tags };
    const { QueueUrl } = await aws.sqs(new CreateQueueCommand(request));
    const { QueueArn } = await getAttributes(aws, QueueUrl);
    return { id: QueueUrl, outs: { ...defaults, ...inputs, name, arn: QueueArn, url: QueueUrl } };
  },
  async update({ aws, id, olds, inputs }) {
    const cleared = Object.keys(attributeOf).filter(
      (name) => olds[name] !== undefined && inputs[name] === undefined,
    );
    const reset = Object.fromEntries(cleared.map((name) => [name, defaults[name] ?? ""]));
    const { FifoQueue: _fixed, ...wanted } = attributes({ ...reset, ...inputs });
    if (Object.keys(wanted).length) await setAttributes(aws, id, wanted);
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    if (removed.length) await aws.sqs(new UntagQueueCommand({ QueueUrl: id, TagKeys: removed }));
    if (Object.keys(changed).length) {
      await aws.sqs(new TagQueueCommand({ QueueUrl: id, Tags: changed }));
    }
    return { ...defaults, ...inputs };
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.sqs(new DeleteQueueCommand({ QueueUrl: id })));
  },
  async read({ aws, id }) {
    const found = await getAttributes(aws, id);
    return found && { arn: found.QueueArn, url: id };
  },
};

/** An attribute of a queue that is a resource of its own. */
function attributeResource(input, attribute) {
  const put = ({ aws, inputs }) =>
    setAttributes(aws, inputs.queueUrl, { [attribute]: inputs[input] });
  return {
    replaceOn: ["queueUrl", "region"],
    create: async (call) => (await put(call), { id: call.inputs.queueUrl }),
    update: async (call) => void (await put(call)),
    async delete({ aws, outs }) {
      await unlessGone(() => setAttributes(aws, outs.queueUrl, { [attribute]: "" }));
    },
    /** Whether the queue is there; not every emulator returns every attribute. */
    read: async ({ aws, outs }) => (await getAttributes(aws, outs.queueUrl)) && {},
  };
}

export const sqs = {
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": attributeResource("policy", "Policy"),
};
