/** EC2: route table, route, association of a route table with a subnet. */
import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteTableAssociationCommand,
} from "@aws-sdk/client-ec2";
import { inputNames } from "../shapes.mjs";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { pascal, pick, unlessGone } from "./words.mjs";

const describeTables = (aws, id) =>
  unlessGone(() => aws.ec2(new DescribeRouteTablesCommand({ RouteTableIds: [id] })));

/** @type {import("../resources.mjs").Entry} */
const routeTable = {
  replaceOn: ["vpcId", "region"],
  refuses: ["propagatingVgws", "routes"],
  async create({ aws, inputs }) {
    const request = { VpcId: inputs.vpcId, ...tagged("route-table", inputs) };
    const { RouteTable } = await aws.ec2(new CreateRouteTableCommand(request));
    const id = RouteTable.RouteTableId;
    return {
      id,
      outs: { ...(await owned(aws, "route-table", id)), routes: [], propagatingVgws: [] },
    };
  },
  update: (call) => retag(call, call.id),
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DeleteRouteTableCommand({ RouteTableId: id })));
  },
  read: async ({ aws, id }) => (await describeTables(aws, id)) && {},
};

const destinations = [
  "destinationCidrBlock",
  "destinationIpv6CidrBlock",
  "destinationPrefixListId",
];
const via = ["gatewayId", "natGatewayId", "networkInterfaceId", "vpcEndpointId"];

/** @type {import("../resources.mjs").Entry} */
const route = {
  refuses: inputNames("aws:ec2/route:Route", ["region", "routeTableId", ...destinations, ...via]),
  async create({ aws, inputs }) {
    const request = pascal(pick(inputs, ["routeTableId", ...destinations, ...via]));
    await aws.ec2(new CreateRouteCommand(request));
    const [destination] = Object.values(pick(inputs, destinations));
    const outs = { origin: "CreateRoute", state: "active" };
    return { id: `r-${inputs.routeTableId}${destination}`, outs };
  },
  async delete({ aws, outs }) {
    const request = pascal(pick(outs, ["routeTableId", ...destinations]));
    await unlessGone(() => aws.ec2(new DeleteRouteCommand(request)));
  },
};

/** @type {import("../resources.mjs").Entry} */
const routeTableAssociation = {
  replaceOn: ["subnetId", "gatewayId", "region"],
  async create({ aws, inputs }) {
    const request = pascal(pick(inputs, ["routeTableId", "subnetId", "gatewayId"]));
    const { AssociationId } = await aws.ec2(new AssociateRouteTableCommand(request));
    return { id: AssociationId };
  },
  async update({ aws, id, inputs }) {
    const request = { AssociationId: id, RouteTableId: inputs.routeTableId };
    await aws.ec2(new ReplaceRouteTableAssociationCommand(request));
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DisassociateRouteTableCommand({ AssociationId: id })));
  },
};

export const ec2Routes = {
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": routeTableAssociation,
};
