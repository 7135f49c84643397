/** ECS: cluster, and capacity providers of a cluster. */
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ListTasksCommand,
  PutClusterCapacityProvidersCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateClusterCommand,
} from "@aws-sdk/client-ecs";
import { pick, tagChanges, tagList, unlessGone } from "./words.mjs";

export const tagsOf = (inputs) =>
  inputs.tags ? { tags: tagList(inputs.tags, "key", "value") } : {};

export async function retag({ aws, olds, inputs }, resourceArn) {
  const { removed, changed } = tagChanges(olds.tags, inputs.tags);
  if (removed.length) await aws.ecs(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  const tags = tagList(changed, "key", "value");
  if (tags.length) await aws.ecs(new TagResourceCommand({ resourceArn, tags }));
}

const ofCluster = ["configuration", "serviceConnectDefaults", "settings"];

async function describeCluster(aws, cluster) {
  const { clusters = [] } = await aws.ecs(new DescribeClustersCommand({ clusters: [cluster] }));
  return clusters.find(({ status }) => status !== "INACTIVE");
}

/** @type {import("../resources.mjs").Entry} */
const cluster = {
  named: { of: "name" },
  replaceOn: ["name", "region"],
  async create({ aws, inputs }) {
    const request = { clusterName: inputs.name, ...pick(inputs, ofCluster), ...tagsOf(inputs) };
    const { cluster: made } = await aws.ecs(new CreateClusterCommand(request));
    return { id: made.clusterArn, outs: { arn: made.clusterArn, name: made.clusterName } };
  },
  async update(call) {
    const { aws, id, inputs } = call;
    const request = { cluster: id, settings: [], ...pick(inputs, ofCluster) };
    await aws.ecs(new UpdateClusterCommand(request));
    await retag(call, id);
  },
  async delete({ aws, id }) {
    for (const desiredStatus of ["RUNNING", "STOPPED"]) {
      const found = await unlessGone(() =>
        aws.ecs(new ListTasksCommand({ cluster: id, desiredStatus })),
      );
      if (found?.taskArns?.length && desiredStatus === "RUNNING") {
        throw new Error(
          "operation error ECS: DeleteCluster, ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.",
        );
      }
    }
    await unlessGone(() => aws.ecs(new DeleteClusterCommand({ cluster: id })));
  },
  async read({ aws, id }) {
    const found = await describeCluster(aws, id);
    return found && { arn: found.clusterArn, name: found.clusterName };
  },
};

const putProviders = ({ aws, inputs }) =>
  aws.ecs(
    new PutClusterCapacityProvidersCommand({
      cluster: inputs.clusterName,
      capacityProviders: inputs.capacityProviders ?? [],
      defaultCapacityProviderStrategy: inputs.defaultCapacityProviderStrategies ?? [],
    }),
  );

/** @type {import("../resources.mjs").Entry} */
const clusterCapacityProviders = {
  replaceOn: ["clusterName", "region"],
  async create(call) {
    await putProviders(call);
    return { id: call.inputs.clusterName };
  },
  update: async (call) => void (await putProviders(call)),
  async delete({ aws, inputs }) {
    await unlessGone(() => putProviders({ aws, inputs: { clusterName: inputs.clusterName } }));
  },
};

export const ecs = {
  "aws:ecs/cluster:Cluster": cluster,
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": clusterCapacityProviders,
};
