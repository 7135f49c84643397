/** EC2: subnet and internet gateway. */
import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DescribeInternetGatewaysCommand,
  DescribeSubnetsCommand,
  DetachInternetGatewayCommand,
  ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { inputNames } from "../shapes.mjs";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { pascal, pick, unlessGone } from "./words.mjs";

const ofSubnet = ["availabilityZone", "availabilityZoneId", "cidrBlock", "vpcId"];

const publicIps = (aws, SubnetId, { mapPublicIpOnLaunch: Value = false }) =>
  aws.ec2(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value } }));

/** @type {import("../resources.mjs").Entry} */
const subnet = {
  replaceOn: [...ofSubnet, "region"],
  refuses: inputNames("aws:ec2/subnet:Subnet", [
    ...ofSubnet,
    "mapPublicIpOnLaunch",
    "region",
    "tags",
  ]),
  async create({ aws, inputs }) {
    const request = { ...pascal(pick(inputs, ofSubnet)), ...tagged("subnet", inputs) };
    const { Subnet } = await aws.ec2(new CreateSubnetCommand(request));
    const id = Subnet.SubnetId;
    if (inputs.mapPublicIpOnLaunch) await publicIps(aws, id, inputs);
    const outs = {
      availabilityZone: Subnet.AvailabilityZone,
      availabilityZoneId: Subnet.AvailabilityZoneId,
      mapPublicIpOnLaunch: inputs.mapPublicIpOnLaunch ?? false,
    };
    return { id, outs: { ...outs, ...(await owned(aws, "subnet", id)) } };
  },
  async update(call) {
    await publicIps(call.aws, call.id, call.inputs);
    await retag(call, call.id);
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DeleteSubnetCommand({ SubnetId: id })));
  },
  async read({ aws, id }) {
    return (await unlessGone(() => aws.ec2(new DescribeSubnetsCommand({ SubnetIds: [id] })))) && {};
  },
};

async function moveGateway({ aws, id: InternetGatewayId, olds, inputs }) {
  if (olds.vpcId === inputs.vpcId) return;
  const at = (VpcId) => ({ InternetGatewayId, VpcId });
  if (olds.vpcId) {
    await unlessGone(() => aws.ec2(new DetachInternetGatewayCommand(at(olds.vpcId))));
  }
  if (inputs.vpcId) await aws.ec2(new AttachInternetGatewayCommand(at(inputs.vpcId)));
}

/** @type {import("../resources.mjs").Entry} */
const internetGateway = {
  replaceOn: ["region"],
  async create({ aws, inputs }) {
    const request = new CreateInternetGatewayCommand(tagged("internet-gateway", inputs));
    const { InternetGateway } = await aws.ec2(request);
    const id = InternetGateway.InternetGatewayId;
    await moveGateway({ aws, id, olds: {}, inputs });
    return { id, outs: await owned(aws, "internet-gateway", id) };
  },
  async update(call) {
    await moveGateway(call);
    await retag(call, call.id);
  },
  async delete({ aws, id, outs }) {
    await moveGateway({ aws, id, olds: outs, inputs: {} });
    const gateway = { InternetGatewayId: id };
    await unlessGone(() => aws.ec2(new DeleteInternetGatewayCommand(gateway)));
  },
  async read({ aws, id }) {
    const request = new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] });
    return (await unlessGone(() => aws.ec2(request))) && {};
  },
};

export const ec2Subnets = {
  "aws:ec2/internetGateway:InternetGateway": internetGateway,
  "aws:ec2/subnet:Subnet": subnet,
};
