/** What a VPC's range looks like, for messages. */
export const vpcCidrForm = "an IPv4 range of /16 to /24 such as 10.0.0.0/16";

/**
 * Whether a text is an IPv4 range that a VPC with a public subnet in each of two zones can have: AWS takes /16 to /28, and
 * below /24 the subnets would be too small. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function isVpcCidr(text: string): boolean {
  const [, address = "", bits = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet)))
    return false;
  if (octets.some((octet) => Number(octet) > 255)) return false;
  const mask = Number(bits);
  if (mask < 16 || mask > 24) return false;
  const value = octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return value % 2 ** (32 - mask) === 0;
}
