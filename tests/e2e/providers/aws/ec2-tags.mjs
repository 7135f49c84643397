/** Tags in EC2, where every resource has them in the same way, and the ARNs EC2 does not return. */
import { CreateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { tagChanges, tagList } from "./words.mjs";

/** `{ TagSpecifications }` for a creation. */
export function tagged(ResourceType, { tags }) {
  const Tags = tagList(tags);
  return Tags.length ? { TagSpecifications: [{ ResourceType, Tags }] } : {};
}

/** Brings the tags of a resource from those of the old inputs to those of the new. */
export async function retag({ aws, olds, inputs }, id) {
  const { removed, changed } = tagChanges(olds.tags, inputs.tags);
  const Resources = [id];
  if (removed.length) {
    await aws.ec2(new DeleteTagsCommand({ Resources, Tags: removed.map((Key) => ({ Key })) }));
  }
  const Tags = tagList(changed);
  if (Tags.length) await aws.ec2(new CreateTagsCommand({ Resources, Tags }));
}

/** Account of the caller. */
export async function account(aws) {
  return (await aws.sts(new GetCallerIdentityCommand({}))).Account;
}

/** `{ arn, ownerId }` of an EC2 resource. */
export async function owned(aws, kind, id) {
  const ownerId = await account(aws);
  return { arn: `arn:aws:ec2:${aws.region}:${ownerId}:${kind}/${id}`, ownerId };
}
