/** What a VPC's range looks like, for messages. */
export const vpcCidrForm = "a private IPv4 range of /16 to /24 such as 10.0.0.0/16";

/**
 * The ranges that nobody has on the Internet, https://www.rfc-editor.org/rfc/rfc1918 and rfc6598: in another one, a task
 * would take the sites that live there for its neighbours.
 */
const privateRanges = [
  [10, 0, 255],
  [172, 16, 31],
  [192, 168, 168],
  [100, 64, 127],
] as const;

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
  const [first, second] = octets.map(Number);
  const isPrivate = privateRanges.some(
    ([head, from, to]) => first === head && second !== undefined && second >= from && second <= to,
  );
  if (!isPrivate) return false;
  const mask = Number(bits);
  if (mask < 16 || mask > 24) return false;
  const value = octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return value % 2 ** (32 - mask) === 0;
}
