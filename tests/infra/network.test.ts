import { describe, expect, test } from "vitest";
import type { NetworkConfig } from "../../infra/config/network.ts";
import { CrawlNetwork } from "../../infra/network.ts";
import type { AwsOptions } from "./helpers/aws.ts";
import { ofType, only, runParts, type Recording } from "./helpers/program.ts";

const tags = { a: "b" };

const run = (network: NetworkConfig, options: AwsOptions = {}): Promise<Recording> =>
  runParts(() => {
    const args = { network, region: "eu-north-1", tags };
    const { vpcId, subnetIds, securityGroupId } = new CrawlNetwork("moths", args);
    return { vpcId, subnetIds, securityGroupId };
  }, options);

/** Types of what the network is made of, beside the component and the stack. */
const parts = ({ resources }: Recording): readonly string[] =>
  resources.map(({ type }) => type.replace(/^.*:/, "")).slice(2);
const group = ["SecurityGroup", "SecurityGroupEgressRule", "SecurityGroupEgressRule"];

describe("the default network", () => {
  test("is looked up; a security group is all that is created", async () => {
    const recording = await run({ kind: "default" });
    expect(parts(recording)).toEqual(["DefaultVpc", ...group]);
    expect(only(recording, "awsx:ec2:DefaultVpc").inputs).toEqual({});
    expect(recording.outputs).toEqual({
      vpcId: "vpc-default",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupId: "moths-id",
    });
  });

  test("is refused where it has no public subnet", async () => {
    const outputs = { "awsx:ec2:DefaultVpc": { publicSubnetIds: [] } };
    const { errors } = await run({ kind: "default" }, { outputs });
    expect(errors.map(({ message }) => message).join("\n")).toContain(
      "Expected public subnets in the region's default VPC, but it has none; set network to dedicated, or set vpcId and subnetIds.",
    );
  });
});

describe("a dedicated network", () => {
  const network = { kind: "dedicated", cidr: "10.9.0.0/16" } as const;

  test("has public subnets in two zones, no NAT gateway, and a way to S3 past the Internet", async () => {
    const recording = await run(network);
    expect([...parts(recording)].sort()).toEqual([...group, "Vpc"]);
    const vpc = only(recording, "awsx:ec2:Vpc");
    expect(vpc.name).toBe("moths");
    expect(vpc.inputs).toEqual({
      cidrBlock: "10.9.0.0/16",
      numberOfAvailabilityZones: 2,
      natGateways: { strategy: "None" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public" }],
      enableDnsHostnames: true,
      // With "Auto" alone does the component give the endpoint the route tables that it makes.
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [
        { serviceName: "com.amazonaws.eu-north-1.s3", vpcEndpointType: "Gateway", tags },
      ],
      tags,
    });
    expect(recording.outputs).toMatchObject({
      vpcId: "vpc-dedicated",
      subnetIds: ["subnet-1", "subnet-2"],
    });
  });
});

test("a given network is handed on, and only its security group is created", async () => {
  const vpcId = "vpc-0123456789abcdef0";
  const recording = await run({ kind: "given", vpcId, subnetIds: ["subnet-1", "subnet-2"] });
  expect(recording.errors).toEqual([]);
  expect(parts(recording)).toEqual(group);
  expect(recording.outputs).toMatchObject({ vpcId, subnetIds: ["subnet-1", "subnet-2"] });
});

test("the security group lets nothing in and everything out", async () => {
  const recording = await run({ kind: "default" });
  const { name, inputs } = only(recording, "aws:ec2/securityGroup:SecurityGroup");
  expect(name).toBe("moths");
  expect(inputs).toEqual({
    vpcId: "vpc-default",
    description: "Tasks of a crawl: nothing in, everything out.",
    tags,
  });
  const rules = ofType(recording, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
  const rule = { securityGroupId: "moths-id", ipProtocol: "-1", tags };
  const description = "A crawl goes wherever its links lead.";
  expect(Object.fromEntries(rules.map((one) => [one.name, one.inputs]))).toEqual({
    "moths-out-ipv4": { ...rule, cidrIpv4: "0.0.0.0/0", description },
    "moths-out-ipv6": { ...rule, cidrIpv6: "::/0", description },
  });
});

test("descriptions have the letters that EC2 takes", async () => {
  const { resources } = await run({ kind: "default" });
  const descriptions = resources.flatMap(({ inputs }) => inputs["description"] ?? []);
  expect(descriptions).toHaveLength(3);
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  for (const text of descriptions) expect(text).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/);
});
