import { getRouteTable, getRouteTables, getSubnet } from "./aws.ts";
import type { NetworkConfig } from "./config/network.ts";
import { providerWords } from "./provider-words.ts";
import { refusal } from "./refusal.ts";

/**
 * Looks at the subnets that a configuration gives: whether they are in the VPC and have a way out for tasks. To be awaited
 * before anything is declared.
 *
 * @throws RunError where they are not; then nothing has been created.
 */
export async function checkSubnets(network: NetworkConfig, assignPublicIp: boolean): Promise<void> {
  if (network.kind !== "given") return;
  const { vpcId, subnetIds } = network;
  const problems = await Promise.all(
    subnetIds.map(async (subnetId) => {
      try {
        const { vpcId: foundVpcId } = await getSubnet({ id: subnetId });
        const gateway = await defaultGateway(foundVpcId, subnetId);
        return subnetProblem({ subnetId, vpcId, foundVpcId, gateway, assignPublicIp });
      } catch (error) {
        return `Expected subnets of this account and region for subnetIds, but ${subnetId} cannot be looked at: ${providerWords(error)}.`;
      }
    }),
  );
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw refusal(found.join("\n"));
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
async function defaultGateway(vpcId: string, subnetId: string): Promise<SubnetFacts["gateway"]> {
  const tables = async (name: string, value: string): Promise<readonly string[]> => {
    const filters = [{ name, values: [value] }];
    return (await getRouteTables({ vpcId, filters })).ids;
  };
  const own = await tables("association.subnet-id", subnetId);
  const [routeTableId] = own.length > 0 ? own : await tables("association.main", "true");
  if (routeTableId === undefined) return undefined;
  const { routes } = await getRouteTable({ routeTableId });
  const way = routes.find((route) => route.cidrBlock === "0.0.0.0/0");
  if (way === undefined) return undefined;
  return way.gatewayId.startsWith("igw-") ? "internet" : "other";
}
