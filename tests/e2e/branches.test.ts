import {
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  AssociateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackOutputs } from "../../infra/outputs.ts";
import { startTaggingApi } from "./emulators/tagging-api.ts";
import { changes } from "./helpers/changes.ts";
import { outputsOf } from "./helpers/outputs.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** Stacks of other configurations than the default one; nothing is built, so that they are quick. */
describe("a stack with another configuration", () => {
  let world: World;
  let before: readonly string[];
  const prebuilt = { crawlerImage: "docker.io/mayfly/mayfly-crawler:1" };

  beforeAll(async () => {
    world = await startWorld();
    before = await world.inventory();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const flags = (stack: string) => [
    ...["--yes", "--skip-preview", "--non-interactive", "--stack", stack],
  ];
  const up = (stack: string) => world.run("pulumi", ["up", ...flags(stack)]);
  const outputs = (stack: string): Promise<StackOutputs> => outputsOf(world, stack);
  const ec2 = () => new EC2Client(world.aws);

  it("has a network of its own, with a way past the Internet to S3, and leaves none of it", async () => {
    const values = { ...prebuilt, network: "dedicated", vpcCidr: "10.20.0.0/20" };
    await world.configure("dedicated", { ...values, ttl: "never", taskEvents: "false" });
    await must(up("dedicated"));
    const found = await outputs("dedicated");
    expect(found.subnetIds).toHaveLength(2);
    expect(found.expiresAt).toBeNull();
    expect(found.eventQueueUrl).toBeNull();
    const filter = { Name: "vpc-id", Values: [found.vpcId] };
    const command = new DescribeVpcEndpointsCommand({ Filters: [filter] });
    const { VpcEndpoints } = await ec2().send(command);
    expect(VpcEndpoints).toHaveLength(1);
    expect(VpcEndpoints?.[0]?.ServiceName).toBe("com.amazonaws.us-east-1.s3");
    expect(VpcEndpoints?.[0]?.RouteTableIds).toHaveLength(2);
    const { output } = await must(up("dedicated"));
    expect(changes(output)).toEqual([]);
    await must(world.run("pulumi", ["destroy", ...flags("dedicated")]));
    expect(await world.inventory()).toEqual(before);
  });

  it("keeps the credentials of a private image in one secret, and goes by its tags, with its network, where its state is lost", async () => {
    const values = { ...prebuilt, network: "dedicated", vpcCidr: "10.21.0.0/20" };
    await world.configure("private", { ...values, privateImage: "true" });
    const { output } = await must(up("private"));
    expect(output).not.toContain(world.registry.token);
    const held = await world.inventory();
    expect(held).toContainEqual(expect.stringMatching(/^secret: /));
    await must(world.run("pulumi", ["stack", "rm", "--force", "--yes", "--stack", "private"]));
    const tagging = await startTaggingApi(world.aws);
    const env = { AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API: tagging.endpoint };
    const reap = ["reap", "--older-than", "0s", "--cwd", world.project.folder];
    const reaped = await must(world.run("mayfly", reap, env)).finally(tagging.close);
    expect(reaped.stdout).toMatch(/private .*its state is lost\) is gone/);
    const left = await world.inventory();
    console.log(
      `a lost state: ${before.length} resources before, ${held.length} up, ${left.length} reaped`,
    );
    expect(left).toEqual(before);
  });

  it("refuses given subnets that have no way out, and takes those that have one", async () => {
    const client = ec2();
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: "10.30.0.0/16" }));
    const vpcId = Vpc?.VpcId ?? "";
    const { Subnet } = await client.send(
      new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: "10.30.0.0/24" }),
    );
    const subnetId = Subnet?.SubnetId ?? "";
    const given = { vpcId, "subnetIds[0]": subnetId, assignPublicIp: "false" };
    await world.configure("given", { ...prebuilt, ...given });
    const held = await world.inventory();
    const refused = await up("given");
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(`${subnetId} has no route for 0.0.0.0/0`);
    // Stands for a NAT gateway: a way out that is no internet gateway.
    const { NetworkInterface } = await client.send(
      new CreateNetworkInterfaceCommand({ SubnetId: subnetId }),
    );
    const { RouteTable } = await client.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const table = RouteTable?.RouteTableId ?? "";
    await client.send(new AssociateRouteTableCommand({ RouteTableId: table, SubnetId: subnetId }));
    await client.send(
      new CreateRouteCommand({
        RouteTableId: table,
        DestinationCidrBlock: "0.0.0.0/0",
        NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId,
      }),
    );
    await must(up("given"));
    expect(await outputs("given")).toMatchObject({ vpcId, subnetIds: [subnetId] });
    await must(world.run("pulumi", ["destroy", ...flags("given")]));
    expect((await world.inventory()).filter((one) => !held.includes(one))).toEqual([
      `route table: ${table}`,
    ]);
  });
});
