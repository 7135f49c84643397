import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "./refusal.ts";

/**
 * Subnets that exist, once they are known to be in the VPC and to have a way out for tasks.
 *
 * @throws RunError where they are not, before anything is created in them.
 */
export function givenSubnets(
  { vpcId, subnetIds }: { readonly vpcId: string; readonly subnetIds: readonly string[] },
  assignPublicIp: boolean,
  parent: pulumi.Resource,
): { readonly vpcId: pulumi.Output<string>; readonly subnetIds: pulumi.Output<string[]> } {
  const checked = subnetIds.map(async (subnetId) => {
    const subnet = await aws.ec2.getSubnet({ id: subnetId }, { parent });
    const gateway = await defaultGateway(vpcId, subnetId, parent);
    const problem = subnetProblem({
      subnetId,
      vpcId,
      foundVpcId: subnet.vpcId,
      gateway,
      assignPublicIp,
    });
    if (problem !== undefined) throw refusal(problem);
    return subnetId;
  });
  return { vpcId: pulumi.output(vpcId), subnetIds: pulumi.output(Promise.all(checked)) };
}

/** What {@link subnetProblem} looks at. */
export interface SubnetFacts {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly foundVpcId: string;
  /** Where 0.0.0.0/0 goes; undefined where it goes nowhere. */
  readonly gateway: "internet" | "other" | undefined;
  readonly assignPublicIp: boolean;
}

/** Why tasks could not run in a subnet, as one sentence; undefined when they can. */
export function subnetProblem(facts: SubnetFacts): string | undefined {
  const { subnetId, vpcId, foundVpcId, gateway, assignPublicIp } = facts;
  if (foundVpcId !== vpcId) {
    return `Expected subnets of ${vpcId} for subnetIds, but ${subnetId} is in ${foundVpcId}.`;
  }
  if (gateway === undefined) {
    return `Expected subnets with a way out to the Internet for subnetIds, but ${subnetId} has no route for 0.0.0.0/0: its tasks could pull no image and reach no site.`;
  }
  if (gateway === "internet" && !assignPublicIp) {
    return `Expected true for assignPublicIp, but got "false": ${subnetId} goes out by an internet gateway, which takes nothing from a task without a public address.`;
  }
  return undefined;
}

/** A subnet's own route table, or its VPC's main one. */
async function defaultGateway(
  vpcId: string,
  subnetId: string,
  parent: pulumi.Resource,
): Promise<SubnetFacts["gateway"]> {
  const tables = async (name: string, value: string): Promise<readonly string[]> => {
    const filters = [{ name, values: [value] }];
    return (await aws.ec2.getRouteTables({ vpcId, filters }, { parent })).ids;
  };
  const own = await tables("association.subnet-id", subnetId);
  const [routeTableId] = own.length > 0 ? own : await tables("association.main", "true");
  if (routeTableId === undefined) return undefined;
  const { routes } = await aws.ec2.getRouteTable({ routeTableId }, { parent });
  const way = routes.find((route) => route.cidrBlock === "0.0.0.0/0");
  if (way === undefined) return undefined;
  return way.gatewayId.startsWith("igw-") ? "internet" : "other";
}
