/** `awsx.ec2.Vpc` without NAT gateways: names, parents and tags of the children are those of the real component. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layOut } from "./subnet-layout.mjs";

class Vpc extends pulumi.ComponentResource {}

const known = new Set([
  ...["availabilityZoneNames", "cidrBlock", "enableDnsHostnames", "enableDnsSupport"],
  ...["natGateways", "numberOfAvailabilityZones", "subnetSpecs", "subnetStrategy", "tags"],
  ...["vpcEndpointSpecs", "vpcEndpointStrategy"],
]);

function refuseUnknown(inputs) {
  const { natGateways, subnetStrategy } = inputs;
  const other = Object.keys(inputs).filter(
    (name) => inputs[name] !== undefined && !known.has(name),
  );
  if (other.length)
    throw new Error(`the stand-in for awsx:ec2:Vpc does not know ${other.join(", ")}`);
  if (natGateways?.strategy !== "None" || subnetStrategy !== "Auto") {
    throw new Error(
      'the stand-in for awsx:ec2:Vpc knows natGateways.strategy "None" with subnetStrategy "Auto" only',
    );
  }
}

async function zones(inputs, parent) {
  if (inputs.availabilityZoneNames) return inputs.availabilityZoneNames;
  const wanted = inputs.numberOfAvailabilityZones ?? 3;
  const { names } = await aws.getAvailabilityZones({ state: "available" }, { parent });
  if (names.length >= wanted) return names.slice(0, wanted);
  throw new Error(
    `The configured region for this provider does not have at least ${wanted} Availability Zones. Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least ${wanted} AZs.`,
  );
}

/** A subnet with its route table and, where it is public, the way out. */
function subnetWith({ name, type, zone, cidrBlock, tags }, { vpc, gateway, sharedTags }) {
  const isPublic = type === "Public";
  const own = sharedTags.apply((shared) => ({ ...shared, Name: name, SubnetType: type }));
  const ofSubnet = pulumi
    .all([sharedTags, tags ?? {}, own])
    .apply((each) => Object.assign({}, ...each));
  const place = { vpcId: vpc.id, availabilityZone: zone, cidrBlock };
  const subnet = new aws.ec2.Subnet(
    name,
    { ...place, mapPublicIpOnLaunch: isPublic, tags: ofSubnet },
    { parent: vpc, dependsOn: [vpc] },
  );
  const table = new aws.ec2.RouteTable(
    name,
    { vpcId: vpc.id, tags: own },
    { parent: subnet, dependsOn: [subnet] },
  );
  const under = { parent: table, dependsOn: [table] };
  const ids = { routeTableId: table.id };
  const association = new aws.ec2.RouteTableAssociation(
    name,
    { ...ids, subnetId: subnet.id },
    under,
  );
  const way = { ...ids, gatewayId: gateway.id, destinationCidrBlock: "0.0.0.0/0" };
  const route = isPublic ? new aws.ec2.Route(name, way, under) : undefined;
  return { type, subnet, table, association, route };
}

/** Only with the strategy "Auto" does an endpoint of the default type, Gateway, get the route tables made here. */
function endpointFor(spec, { inputs, vpc, tables }) {
  const isGateway = (spec.vpcEndpointType ?? "Gateway") === "Gateway";
  const auto = inputs.vpcEndpointStrategy === "Auto";
  if (auto && !isGateway)
    throw new Error("the stand-in for awsx:ec2:Vpc fills in gateway endpoints only");
  const inferred = auto && isGateway ? tables.map(({ id }) => id) : undefined;
  return new aws.ec2.VpcEndpoint(
    spec.serviceName,
    { ...spec, routeTableIds: spec.routeTableIds ?? inferred, vpcId: vpc.id },
    { parent: vpc, dependsOn: [vpc] },
  );
}

/** @returns {Promise<import("@pulumi/pulumi/provider/index.js").ConstructResult>} */
export async function vpc(name, inputs, options) {
  refuseUnknown(inputs);
  const parent = new Vpc("awsx:ec2:Vpc", name, {}, options);
  const { cidrBlock = "10.0.0.0/16", enableDnsHostnames, enableDnsSupport, subnetSpecs } = inputs;
  const sharedTags = pulumi.output(inputs.tags ?? {}).apply((tags) => ({ Name: name, ...tags }));
  const made = new aws.ec2.Vpc(
    name,
    { cidrBlock, enableDnsHostnames, enableDnsSupport, tags: sharedTags },
    { parent },
  );
  const under = { parent: made, dependsOn: [made] };
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: made.id, tags: sharedTags }, under);
  const specs = subnetSpecs ?? [{ type: "Private" }, { type: "Public" }];
  const layout = layOut(name, cidrBlock, await zones(inputs, parent), specs);
  const all = layout.map((each) => subnetWith(each, { vpc: made, gateway, sharedTags }));
  const tables = all.map(({ table }) => table);
  const endpoints = (inputs.vpcEndpointSpecs ?? []).map((spec) =>
    endpointFor(spec, { inputs, vpc: made, tables }),
  );
  const ofType = (type) => all.filter((each) => each.type === type).map(({ subnet }) => subnet.id);
  const state = {
    eips: [],
    internetGateway: gateway,
    isolatedSubnetIds: ofType("Isolated"),
    natGateways: [],
    privateSubnetIds: ofType("Private"),
    publicSubnetIds: ofType("Public"),
    routeTableAssociations: all.map(({ association }) => association),
    routeTables: tables,
    routes: all.flatMap(({ route }) => route ?? []),
    subnets: all.map(({ subnet }) => subnet),
    vpc: made,
    vpcEndpoints: endpoints,
    vpcId: made.id,
  };
  return { urn: parent.urn, state };
}
