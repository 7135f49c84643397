/** Finds what has Mayfly's tags, by the Resource Groups Tagging API and, for roles, which it does not know, by IAM. */
import type { Tag } from "@aws-sdk/client-iam";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";
import { activeOnly } from "./active-only.ts";
import type { TaggedResource } from "./tagged-environment.ts";

/** Tag that every resource of an environment has. */
const stackTag = "mayfly:stack";

/** Milliseconds in which all must be found. */
const findMs = 300_000;

/** All resources in a region that have Mayfly's tags and are there still, and the roles. Throws `AwsError`. */
export async function findTagged(
  region: string,
  signal: AbortSignal,
): Promise<readonly TaggedResource[]> {
  return await withDeadline(findMs, signal, async (own) => {
    const found = await activeOnly(await findByTag(region, own), region, own);
    return [...found, ...(await findRoles(region, own))];
  });
}

async function findByTag(region: string, abortSignal: AbortSignal): Promise<TaggedResource[]> {
  const sdk = await import("@aws-sdk/client-resource-groups-tagging-api");
  const client = withoutNodeWarning(() => new sdk.ResourceGroupsTaggingAPIClient({ region }));
  const found: TaggedResource[] = [];
  try {
    for await (const page of sdk.paginateGetResources(
      { client },
      { TagFilters: [{ Key: stackTag }] },
      { abortSignal },
    )) {
      for (const { ResourceARN: arn, Tags = [] } of page.ResourceTagMappingList ?? []) {
        if (arn !== undefined) found.push({ arn, tags: tagsOf(Tags) });
      }
    }
  } catch (error) {
    throw awsError(error, { action: "tag:GetResources", region });
  } finally {
    client.destroy();
  }
  return found;
}

/** Names of Mayfly's roles end as those of infra/ do, so that few have to be asked for their tags. */
async function findRoles(region: string, abortSignal: AbortSignal): Promise<TaggedResource[]> {
  const sdk = await import("@aws-sdk/client-iam");
  const client = withoutNodeWarning(() => new sdk.IAMClient({ region }));
  const found: TaggedResource[] = [];
  try {
    for await (const { Roles = [] } of sdk.paginateListRoles({ client }, {}, { abortSignal })) {
      for (const { RoleName = "", Arn: arn } of Roles) {
        if (arn === undefined || !isRoleName(RoleName)) continue;
        const command = new sdk.ListRoleTagsCommand({ RoleName });
        const { Tags = [] } = await client.send(command, { abortSignal });
        const tags = tagsOf(Tags);
        if (stackTag in tags) found.push({ arn, tags });
      }
    }
  } catch (error) {
    throw awsError(error, { action: "iam:ListRoles", region });
  } finally {
    client.destroy();
  }
  return found;
}

/** Whether a role may be one of infra/roles.ts or infra/expiry.ts, by the name that Pulumi gives it. */
export function isRoleName(name: string): boolean {
  return /-(execution|task|expiry|alarm)-[0-9a-f]{7,}$/.test(name);
}

function tagsOf(tags: readonly Partial<Tag>[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
