import { RunError } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { checkSubnets, subnetProblem } from "../../infra/given-subnets.ts";
import { CrawlNetwork } from "../../infra/network.ts";
import { failed } from "./helpers/aws.ts";
import { runParts, type Recording } from "./helpers/program.ts";

type Calls = Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => object>>;
const vpcId = "vpc-0123456789abcdef0";
const subnetIds = ["subnet-1", "subnet-2"];
const elsewhere = { cidrBlock: "172.31.0.0/16", gatewayId: "local" };

/** A route table with this way out. */
const wayOut = (route: object): Calls => ({
  getRouteTable: () => ({ routes: [elsewhere, { cidrBlock: "0.0.0.0/0", ...route }] }),
});
const nat = wayOut({ gatewayId: "", natGatewayId: "nat-1" });

function run(assignPublicIp: boolean, calls: Calls = {}): Promise<Recording> {
  const network = { kind: "given", vpcId, subnetIds } as const;
  return runParts(
    async () => {
      await checkSubnets(network, assignPublicIp);
      const args = { network, region: "eu-north-1", tags: {} };
      return { subnetIds: new CrawlNetwork("moths", args).subnetIds };
    },
    { calls: calls as Record<string, () => Record<string, unknown>> },
  );
}

describe("subnets are taken", () => {
  test.each<[string, boolean, Calls]>([
    ["with an internet gateway and public addresses", true, {}],
    ["with a NAT gateway, without public addresses", false, nat],
    ["with a NAT gateway, with public addresses", true, nat],
    ["with a transit gateway", false, wayOut({ gatewayId: "", transitGatewayId: "tgw-1" })],
  ])("%s", async (_what, assignPublicIp, calls) => {
    const { errors, outputs } = await run(assignPublicIp, calls);
    expect(errors).toEqual([]);
    expect(outputs["subnetIds"]).toEqual(subnetIds);
  });
});

describe("refused, each in one sentence:", () => {
  const noWay = "has no route for 0.0.0.0/0: its tasks could pull no image and reach no site.";
  test.each<[string, boolean, Calls, string]>([
    [
      "a subnet of another VPC",
      true,
      { getSubnet: ({ id }) => ({ id, vpcId: id === "subnet-2" ? "vpc-other" : vpcId }) },
      `Expected subnets of ${vpcId} for subnetIds, but subnet-2 is in vpc-other.`,
    ],
    [
      "a subnet without a way out",
      true,
      { getRouteTable: () => ({ routes: [elsewhere] }) },
      `Expected subnets with a way out to the Internet for subnetIds, but subnet-1 ${noWay}`,
    ],
    [
      "a subnet without a route table",
      true,
      { getRouteTables: () => ({ ids: [] }) },
      `Expected subnets with a way out to the Internet for subnetIds, but subnet-1 ${noWay}`,
    ],
    [
      "an internet gateway without public addresses",
      false,
      {},
      'Expected true for assignPublicIp, but got "false": subnet-1 goes out by an internet gateway, which takes nothing from a task without a public address.',
    ],
  ])("%s", async (_what, assignPublicIp, calls, sentence) => {
    const { errors, resources } = await run(assignPublicIp, calls);
    expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    expect(errors.flatMap(({ message }) => message.split("\n"))).toContain(sentence);
    expect(errors.every((error) => error instanceof RunError)).toBe(true);
  });
});

describe("what the provider says is told without a stack trace:", () => {
  const missing = "api error InvalidSubnetID.NotFound: The subnet ID 'subnet-2' does not exist";

  test("a subnet that does not exist, beside what is wrong with another", async () => {
    const { errors, resources } = await run(true, {
      getSubnet: ({ id }) =>
        id === "subnet-2"
          ? failed(`invoking aws:ec2/getSubnet:getSubnet: 1 error occurred:\n\t* ${missing}\n\n`)
          : { id, vpcId: "vpc-other" },
    });
    expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    expect(errors.map(({ message, stack }) => [...message.split("\n"), stack])).toEqual([
      [
        `Expected subnets of ${vpcId} for subnetIds, but subnet-1 is in vpc-other.`,
        `Expected subnets of this account and region for subnetIds, but subnet-2 cannot be looked at: ${missing}.`,
        undefined,
      ],
    ]);
  });

  test("route tables that nobody may look at", async () => {
    const { errors } = await run(true, { getRouteTables: () => failed("not authorized") });
    expect(errors.map(({ message }) => message.split("\n")[0])).toEqual([
      "Expected subnets of this account and region for subnetIds, but subnet-1 cannot be looked at: not authorized.",
    ]);
  });
});

test("a subnet without a route table of its own has the main one of its VPC", async () => {
  const asked: unknown[] = [];
  const { errors } = await run(false, {
    getRouteTables: (inputs) => {
      asked.push(inputs);
      const [filter] = inputs["filters"] as { name: string }[];
      return { ids: filter?.name === "association.main" ? ["rtb-main"] : [] };
    },
    getRouteTable: ({ routeTableId }) =>
      routeTableId === "rtb-main"
        ? { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "", natGatewayId: "nat-1" }] }
        : { routes: [] },
  });
  expect(errors).toEqual([]);
  expect(asked).toEqual(
    expect.arrayContaining([
      { vpcId, filters: [{ name: "association.subnet-id", values: ["subnet-1"] }] },
      { vpcId, filters: [{ name: "association.main", values: ["true"] }] },
    ]),
  );
});

test("the VPC is looked at first, since nothing else matters in another", () => {
  const facts = { subnetId: "subnet-1", vpcId, foundVpcId: "vpc-other" };
  const problem = subnetProblem({ ...facts, gateway: undefined, assignPublicIp: false });
  expect(problem).toContain("is in vpc-other");
});
