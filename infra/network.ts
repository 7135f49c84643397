import { SecurityGroup, SecurityGroupEgressRule } from "./aws.ts";
import { DefaultVpc } from "@pulumi/awsx/ec2/defaultVpc.js";
import { Vpc } from "@pulumi/awsx/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkConfig } from "./config/network.ts";
import type { Tags } from "./tags.ts";
import { refusal } from "./refusal.ts";

/** What {@link CrawlNetwork} needs. */
export interface CrawlNetworkArgs {
  readonly network: NetworkConfig;
  readonly region: string;
  readonly tags: Tags;
}

/** VPC and subnets of tasks, and a security group that lets nothing in and everything out, as a crawl needs. */
export class CrawlNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: CrawlNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:CrawlNetwork", name, { network: args.network }, opts);
    const { vpcId, subnetIds } = this.#placement(name, args);
    this.vpcId = vpcId;
    this.subnetIds = subnetIds;
    this.securityGroupId = this.#securityGroup(name, args.tags);
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupId: this.securityGroupId,
    });
  }

  #placement(
    name: string,
    { network, region, tags }: CrawlNetworkArgs,
  ): { readonly vpcId: pulumi.Output<string>; readonly subnetIds: pulumi.Output<string[]> } {
    switch (network.kind) {
      case "default": {
        const vpc = new DefaultVpc(name, {}, { parent: this });
        return { vpcId: vpc.vpcId, subnetIds: vpc.publicSubnetIds.apply(needSubnets) };
      }
      case "dedicated": {
        const vpc = new Vpc(
          name,
          {
            cidrBlock: network.cidr,
            numberOfAvailabilityZones: 2,
            natGateways: { strategy: "None" },
            subnetStrategy: "Auto",
            subnetSpecs: [{ type: "Public" }],
            enableDnsHostnames: true,
            // Results go to S3 past the Internet, at no charge; "Auto" gives the endpoint its routes.
            vpcEndpointSpecs: [
              { serviceName: `com.amazonaws.${region}.s3`, vpcEndpointType: "Gateway", tags },
            ],
            vpcEndpointStrategy: "Auto",
            tags,
          },
          { parent: this },
        );
        return { vpcId: vpc.vpcId, subnetIds: vpc.publicSubnetIds };
      }
      case "given":
        return {
          vpcId: pulumi.output(network.vpcId),
          subnetIds: pulumi.output([...network.subnetIds]),
        };
    }
  }

  #securityGroup(name: string, tags: Tags): pulumi.Output<string> {
    const group = new SecurityGroup(
      name,
      { vpcId: this.vpcId, description: "Tasks of a crawl: nothing in, everything out.", tags },
      { parent: this },
    );
    for (const [version, range] of [
      ["ipv4", { cidrIpv4: "0.0.0.0/0" }],
      ["ipv6", { cidrIpv6: "::/0" }],
    ] as const) {
      new SecurityGroupEgressRule(
        `${name}-out-${version}`,
        {
          securityGroupId: group.id,
          ipProtocol: "-1",
          ...range,
          description: "A crawl goes wherever its links lead.",
          tags,
        },
        { parent: this },
      );
    }
    return group.id;
  }
}

function needSubnets(subnetIds: string[]): string[] {
  if (subnetIds.length > 0) return subnetIds;
  throw refusal(
    "Expected public subnets in the region's default VPC, but it has none; set network to dedicated, or set vpcId and subnetIds.",
  );
}
