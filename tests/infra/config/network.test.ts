import { describe, expect, test } from "vitest";
import { configOf, problemsOf } from "../helpers/config.ts";

const vpcId = "vpc-0123456789abcdef0";
const subnetIds = '["subnet-0123456789abcdef0","subnet-01234567"]';

test("given subnets need no word about the network", () => {
  expect(configOf({ vpcId, subnetIds, assignPublicIp: "false" })).toMatchObject({
    network: { kind: "given", vpcId, subnetIds: ["subnet-0123456789abcdef0", "subnet-01234567"] },
    assignPublicIp: false,
  });
});

describe("refused:", () => {
  const list = 'a list of ids such as ["subnet-0123456789abcdef0"]';
  test.each<[Record<string, string>, string]>([
    [{ network: "mine" }, 'Expected default or dedicated for network, but got "mine".'],
    [
      { vpcCidr: "10.0.0.0/28" },
      'Expected a private IPv4 range of /16 to /24 such as 10.0.0.0/16 for vpcCidr, but got "10.0.0.0/28".',
    ],
    [
      { vpcId: "mine", subnetIds },
      'Expected an id such as vpc-0123456789abcdef0 for vpcId, but got "mine".',
    ],
    [{ vpcId, subnetIds: "subnet-1" }, `Expected ${list} for subnetIds, but got "subnet-1".`],
    [
      { vpcId, subnetIds: '["subnet-x"]' },
      `Expected ${list} for subnetIds, but got ${JSON.stringify('["subnet-x"]')}.`,
    ],
    [{ vpcId }, "Expected a value, since vpcId is set, for subnetIds, but got nothing."],
    [{ subnetIds }, "Expected a value, since subnetIds is set, for vpcId, but got nothing."],
    [
      { network: "dedicated", vpcId, subnetIds },
      'Expected default, since vpcId or subnetIds is set, for network, but got "dedicated".',
    ],
  ])("%j", (values, sentence) => expect(problemsOf(values)).toEqual([sentence]));

  const ids = (count: number): string =>
    JSON.stringify(
      Array.from({ length: count }, (_, index) => `subnet-${String(10_000_000 + index)}`),
    );
  test("more subnets than ECS takes", () => {
    expect(problemsOf({ vpcId, subnetIds: ids(16) })).toEqual([]);
    expect(problemsOf({ vpcId, subnetIds: ids(17) })).toEqual([
      "Expected at most 16 subnets for subnetIds, which is what ECS takes, but got 17.",
    ]);
  });

  test("a subnet that is there again, once", () => {
    const again = ["subnet-01234567", "subnet-01234567", "subnet-01234567", "subnet-89abcdef"];
    expect(problemsOf({ vpcId, subnetIds: JSON.stringify(again) })).toEqual([
      "Expected each subnet once for subnetIds, but got subnet-01234567 more than once.",
    ]);
  });

  test.each(["default", "dedicated"])("no public address in the network %s", (network) => {
    expect(problemsOf({ network, assignPublicIp: "false" })).toEqual([
      `Expected true for assignPublicIp with the network ${network}, but got "false": its subnets have no NAT gateway, so a task without a public address could pull no image and reach no site; set vpcId and subnetIds of subnets that have one.`,
    ]);
  });
});
