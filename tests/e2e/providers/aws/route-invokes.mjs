/** Functions of the `aws` provider that look up route tables and prefix lists. */
import {
  DescribeManagedPrefixListsCommand,
  DescribeRouteTablesCommand,
  GetManagedPrefixListEntriesCommand,
} from "@aws-sdk/client-ec2";
import { filters } from "./invokes.mjs";
import { tagsOf, only, arn } from "./network-invokes.mjs";

async function getRouteTables(aws, args) {
  const Filters = filters(args, { "vpc-id": args.vpcId });
  const { RouteTables = [] } = await aws.ec2(new DescribeRouteTablesCommand({ Filters }));
  const ids = RouteTables.map(({ RouteTableId }) => RouteTableId);
  return { ...args, id: aws.region, ids, region: aws.region, tags: args.tags ?? {} };
}

/** A route in words of Pulumi; the API leaves out what does not apply, the provider has it empty. */
function routeOf(route) {
  return {
    cidrBlock: route.DestinationCidrBlock ?? "",
    destinationPrefixListId: route.DestinationPrefixListId ?? "",
    egressOnlyGatewayId: route.EgressOnlyInternetGatewayId ?? "",
    gatewayId: route.GatewayId ?? "",
    ipv6CidrBlock: route.DestinationIpv6CidrBlock ?? "",
    natGatewayId: route.NatGatewayId ?? "",
    networkInterfaceId: route.NetworkInterfaceId ?? "",
    transitGatewayId: route.TransitGatewayId ?? "",
    vpcPeeringConnectionId: route.VpcPeeringConnectionId ?? "",
  };
}

async function getRouteTable(aws, args) {
  const more = {
    "association.gateway-id": args.gatewayId,
    "association.subnet-id": args.subnetId,
    "route-table-id": args.routeTableId,
    "vpc-id": args.vpcId,
  };
  const request = new DescribeRouteTablesCommand({ Filters: filters(args, more) });
  const table = only("route table", (await aws.ec2(request)).RouteTables);
  const associations = (table.Associations ?? []).map((each) => ({
    gatewayId: each.GatewayId ?? "",
    main: each.Main ?? false,
    routeTableAssociationId: each.RouteTableAssociationId,
    routeTableId: each.RouteTableId,
    subnetId: each.SubnetId ?? "",
  }));
  // As the real provider: neither the local route nor those of gateway endpoints.
  const routes = (table.Routes ?? []).filter(
    ({ GatewayId, Origin }) =>
      GatewayId !== "local" &&
      Origin !== "EnableVgwRoutePropagation" &&
      !GatewayId?.startsWith("vpce-"),
  );
  return {
    arn: await arn(aws, "route-table", table.RouteTableId, table.OwnerId),
    associations,
    gatewayId: args.gatewayId ?? "",
    id: table.RouteTableId,
    ownerId: table.OwnerId,
    region: aws.region,
    routeTableId: table.RouteTableId,
    routes: routes.map(routeOf),
    subnetId: args.subnetId ?? "",
    tags: tagsOf(table),
    vpcId: table.VpcId,
  };
}

async function getManagedPrefixList(aws, args) {
  const request = {
    PrefixListIds: args.id && [args.id],
    Filters: filters(args, { "prefix-list-name": args.name }),
  };
  const found = await aws.ec2(new DescribeManagedPrefixListsCommand(request));
  const list = only("managed prefix list", found.PrefixLists);
  const PrefixListId = list.PrefixListId;
  const { Entries = [] } = await aws.ec2(new GetManagedPrefixListEntriesCommand({ PrefixListId }));
  return {
    addressFamily: list.AddressFamily,
    arn: list.PrefixListArn,
    entries: Entries.map(({ Cidr, Description = "" }) => ({
      cidr: Cidr,
      description: Description,
    })),
    id: PrefixListId,
    maxEntries: list.MaxEntries ?? 0,
    name: list.PrefixListName,
    ownerId: list.OwnerId,
    region: aws.region,
    tags: tagsOf(list),
    version: list.Version ?? 0,
  };
}

/** @type {Record<string, import("./invokes.mjs").Invoke>} */
export const routeInvokes = {
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": getManagedPrefixList,
  "aws:ec2/getRouteTable:getRouteTable": getRouteTable,
  "aws:ec2/getRouteTables:getRouteTables": getRouteTables,
};
