import { isVpcCidr, vpcCidrForm } from "./cidr.ts";
import type { ConfigReader } from "./reader.ts";

/** Where tasks run. */
export type NetworkConfig =
  /** The region's default VPC and its public subnets. Nothing is created. */
  | { readonly kind: "default" }
  /** A VPC of the stack's own: public subnets in two zones, no NAT gateway, a gateway endpoint for S3. */
  | { readonly kind: "dedicated"; readonly cidr: string }
  /** A VPC and subnets that exist. */
  | { readonly kind: "given"; readonly vpcId: string; readonly subnetIds: readonly string[] };

/** Reads what concerns the network, and refuses what could not work. */
export function networkOf(read: ConfigReader, assignPublicIp: boolean): NetworkConfig {
  const word = read.choice("network", ["default", "dedicated"]);
  const cidr = read.checked("vpcCidr", vpcCidrForm, isVpcCidr);
  const vpcId = read.optional("vpcId", "an id such as vpc-0123456789abcdef0", (text) =>
    /^vpc-[0-9a-f]{8,17}$/.test(text),
  );
  const subnetIds = read.list(
    "subnetIds",
    'a list of ids such as ["subnet-0123456789abcdef0"]',
    (text) => /^subnet-[0-9a-f]{8,17}$/.test(text),
  );
  checkSubnetIds(read, subnetIds ?? []);
  if (vpcId !== undefined || subnetIds !== undefined) {
    if (word === "dedicated")
      read.refuse("default, since vpcId or subnetIds is set,", "network", word);
    if (vpcId === undefined) read.refuse("a value, since subnetIds is set,", "vpcId", undefined);
    if (subnetIds === undefined)
      read.refuse("a value, since vpcId is set,", "subnetIds", undefined);
    return { kind: "given", vpcId: vpcId ?? "", subnetIds: subnetIds ?? [] };
  }
  if (!assignPublicIp) {
    read.problems.push(
      `Expected true for assignPublicIp with the network ${word}, but got "false": its subnets have no NAT gateway, so a task without a public address could pull no image and reach no site; set vpcId and subnetIds of subnets that have one.`,
    );
  }
  return word === "default" ? { kind: "default" } : { kind: "dedicated", cidr };
}

/** ECS takes 16: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html */
const mostSubnets = 16;

function checkSubnetIds(read: ConfigReader, subnetIds: readonly string[]): void {
  if (subnetIds.length > mostSubnets) {
    read.problems.push(
      `Expected at most ${String(mostSubnets)} subnets for subnetIds, which is what ECS takes, but got ${String(subnetIds.length)}.`,
    );
  }
  const twice = new Set(subnetIds.filter((id, index) => subnetIds.indexOf(id) !== index));
  for (const id of twice) {
    read.problems.push(`Expected each subnet once for subnetIds, but got ${id} more than once.`);
  }
}
