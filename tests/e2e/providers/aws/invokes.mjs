/** Functions of the `aws` provider about the account and the region, and policy documents. */
import { DescribeAvailabilityZonesCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";

/** @typedef {(aws: any, args: Record<string, any>) => Promise<Record<string, any>>} Invoke */

async function getCallerIdentity(aws) {
  const { Account, Arn, UserId } = await aws.sts(new GetCallerIdentityCommand({}));
  return { accountId: Account, arn: Arn, id: Account, userId: UserId };
}

async function getRegion(aws, { region = aws.region, name = region }) {
  const endpoint = `ec2.${name}.amazonaws.com`;
  return { description: name, endpoint, id: name, name, region: name };
}

async function getPartition() {
  const names = { dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
  return { id: "aws", partition: "aws", ...names };
}

async function getAvailabilityZones(aws, args) {
  const request = new DescribeAvailabilityZonesCommand({
    AllAvailabilityZones: args.allAvailabilityZones,
    Filters: filters(args),
  });
  const { AvailabilityZones: zones = [] } = await aws.ec2(request);
  const wanted = zones
    .filter(({ State }) => !args.state || State === args.state)
    .filter(({ ZoneName }) => !args.excludeNames?.includes(ZoneName))
    .filter(({ ZoneId }) => !args.excludeZoneIds?.includes(ZoneId))
    .toSorted((a, b) => (a.ZoneName < b.ZoneName ? -1 : 1));
  return {
    ...args,
    groupNames: [...new Set(wanted.map(({ GroupName }) => GroupName ?? aws.region))],
    id: aws.region,
    names: wanted.map(({ ZoneName }) => ZoneName),
    region: aws.region,
    zoneIds: wanted.map(({ ZoneId }) => ZoneId),
  };
}

/** Filters of the arguments, and tags, as the API takes them; undefined where there are none. */
export function filters({ filters: given = [], tags = {} }, more = {}) {
  const fromMore = Object.entries(more).filter(([, value]) => value !== undefined);
  const all = [
    ...given.map(({ name, values }) => ({ Name: name, Values: values })),
    ...Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
    ...fromMore.map(([Name, value]) => ({ Name, Values: [String(value)] })),
  ];
  return all.length ? all : undefined;
}

/** One value alone is not a list in a policy, as the real provider writes it. */
const oneOrList = (values) => (values.length === 1 ? values[0] : values.toSorted().toReversed());

function principals(list) {
  if (!list?.length) return undefined;
  if (list.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(list.map(({ type, identifiers }) => [type, oneOrList(identifiers)]));
}

function conditions(list) {
  const result = {};
  for (const { test, variable, values } of list ?? []) {
    result[test] = { ...result[test], [variable]: oneOrList(values) };
  }
  return list?.length ? result : undefined;
}

async function getPolicyDocument(_aws, args) {
  for (const name of [
    "overrideJson",
    "overridePolicyDocuments",
    "sourceJson",
    "sourcePolicyDocuments",
  ]) {
    if (args[name]) throw new Error(`the stand-in's getPolicyDocument does not know ${name}`);
  }
  const Statement = (args.statements ?? []).map((each) => ({
    Sid: each.sid,
    Effect: each.effect ?? "Allow",
    Principal: principals(each.principals),
    NotPrincipal: principals(each.notPrincipals),
    Action: each.actions && oneOrList(each.actions),
    NotAction: each.notActions && oneOrList(each.notActions),
    Resource: each.resources && oneOrList(each.resources),
    NotResource: each.notResources && oneOrList(each.notResources),
    Condition: conditions(each.conditions),
  }));
  const document = { Version: args.version ?? "2012-10-17", Id: args.policyId, Statement };
  const minifiedJson = JSON.stringify(document);
  const id = String(minifiedJson.length);
  return { ...args, id, json: JSON.stringify(document, undefined, 2), minifiedJson };
}

/** @type {Record<string, Invoke>} */
export const invokes = {
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
};
