/** The two services that answer in XML: EC2 and STS. */
import { AwsError } from "./aws-error.ts";
import type { Operations } from "./calls.ts";
import { networkInterface, type NetworkInterface } from "./network-interface.ts";
import { account, callerArn } from "./stack.ts";
import type { World } from "./world.ts";

/** EC2, as far as the public address of a task needs it. */
export function ec2Operations(world: World): Operations {
  return {
    DescribeNetworkInterfaces: (input) => {
      const existing = world.tasks.flatMap((task) => {
        const eni = networkInterface(world, task, world.state(task));
        return eni?.exists ? [eni] : [];
      });
      const wanted = Object.entries(input)
        .filter(([name]) => name.startsWith("NetworkInterfaceId."))
        .map(([, id]) => String(id));
      const gone = wanted.find((id) => !existing.some((eni) => eni.id === id));
      if (gone !== undefined) {
        throw new AwsError(
          "InvalidNetworkInterfaceID.NotFound",
          `The networkInterface ID '${gone}' does not exist`,
        );
      }
      const found = existing.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
      return `<networkInterfaceSet>${found.map(item).join("")}</networkInterfaceSet>`;
    },
  };
}

function item(eni: NetworkInterface): string {
  const association =
    eni.publicIp === undefined
      ? ""
      : `<association><publicIp>${eni.publicIp}</publicIp><ipOwnerId>amazon</ipOwnerId></association>`;
  return `<item><networkInterfaceId>${eni.id}</networkInterfaceId><subnetId>${eni.subnetId}</subnetId><macAddress>${eni.macAddress}</macAddress><privateIpAddress>${eni.privateIp}</privateIpAddress><status>in-use</status>${association}</item>`;
}

/** Who calls. Nobody can be denied this. */
export const stsOperations: Operations = {
  GetCallerIdentity: () =>
    `<GetCallerIdentityResult><Arn>${callerArn}</Arn><UserId>AROAEXAMPLE:mayfly</UserId><Account>${account}</Account></GetCallerIdentityResult>`,
};
