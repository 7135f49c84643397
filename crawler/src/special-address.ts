import { BlockList, isIP, isIPv4 } from "node:net";

type Range = readonly [network: string, prefix: number, what: string];

/**
 * Addresses at which there is no public site: https://www.iana.org/assignments/iana-ipv4-special-registry and what clouds
 * keep for themselves. The first that fits names it.
 */
const ranges4: readonly Range[] = [
  ["0.0.0.0", 8, "an unspecified address"],
  ["10.0.0.0", 8, "a private address"],
  ["100.64.0.0", 10, "a carrier's shared address"],
  ["127.0.0.0", 8, "a loopback address"],
  // Among them the metadata of EC2 (169.254.169.254) and of ECS (169.254.170.2).
  ["169.254.0.0", 16, "a link-local address"],
  ["172.16.0.0", 12, "a private address"],
  ["192.0.0.0", 24, "a reserved address"],
  ["192.0.2.0", 24, "a reserved address"],
  ["192.88.99.0", 24, "a reserved address"],
  ["192.168.0.0", 16, "a private address"],
  ["198.18.0.0", 15, "a reserved address"],
  ["198.51.100.0", 24, "a reserved address"],
  ["203.0.113.0", 24, "a reserved address"],
  // https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
  ["168.63.129.16", 32, "an address of the cloud itself"],
  ["224.0.0.0", 4, "a multicast address"],
  ["255.255.255.255", 32, "a broadcast address"],
  ["240.0.0.0", 4, "a reserved address"],
];

/** The same for IPv6: https://www.iana.org/assignments/iana-ipv6-special-registry. */
const ranges6: readonly Range[] = [
  ["::", 128, "an unspecified address"],
  ["::1", 128, "a loopback address"],
  // Among them the metadata of EC2, fd00:ec2::254.
  ["fc00::", 7, "a private address"],
  ["fe80::", 10, "a link-local address"],
  ["fec0::", 10, "a private address"],
  ["ff00::", 8, "a multicast address"],
  // Tunnels, behind which is an IPv4 address: Teredo and others in 2001::/23, 6to4.
  ["2001::", 23, "a reserved address"],
  ["2001:db8::", 32, "a reserved address"],
  ["2002::", 16, "a reserved address"],
  ["3fff::", 20, "a reserved address"],
];

/** Prefixes of 96 bits with an IPv4 address behind them, which counts: mapped, and NAT64 (https://www.rfc-editor.org/rfc/rfc6052). */
const prefixes4 = [subnet("::ffff:0:0", 96, "ipv6"), subnet("64:ff9b::", 96, "ipv6")];
/** All public addresses of IPv6: https://www.iana.org/assignments/ipv6-address-space */
const globalUnicast = subnet("2000::", 3, "ipv6");

const lists4 = ranges4.map(
  ([network, prefix, what]) => [subnet(network, prefix, "ipv4"), what] as const,
);
const lists6 = ranges6.map(
  ([network, prefix, what]) => [subnet(network, prefix, "ipv6"), what] as const,
);

/** What kind of address it is, such as "a loopback address"; null for one of a public site. Texts that are none are refused, too. */
export function specialAddress(address: string): string | null {
  const plain = address.split("%", 1)[0] ?? "";
  if (isIPv4(plain)) return lists4.find(([list]) => list.check(plain, "ipv4"))?.[1] ?? null;
  if (isIP(plain) !== 6) return "no address";
  const special = lists6.find(([list]) => list.check(plain, "ipv6"))?.[1];
  if (special !== undefined) return special;
  if (prefixes4.some((list) => list.check(plain, "ipv6"))) return specialAddress(lowest32(plain));
  return globalUnicast.check(plain, "ipv6") ? null : "a reserved address";
}

/**
 * The same for the host of a URL as far as it tells by itself, without DNS: IP addresses in every way that WHATWG URL reads
 * them, and names of this machine (https://www.rfc-editor.org/rfc/rfc6761#section-6.3). Null for any other name.
 */
export function specialHost(hostname: string): string | null {
  const name = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  if (isIP(name) !== 0) return specialAddress(name);
  return name === "localhost" || name.endsWith(".localhost") ? "a loopback address" : null;
}

/** The last four bytes of an IPv6 address, as an IPv4 address. */
function lowest32(address: string): string {
  // WHATWG URL writes all of it in hexadecimal; the last group is never left out after a prefix of 96 bits, unless it is 0.
  const { hostname } = new URL(`http://[${address}]/`);
  const groups = hostname.slice(1, -1).split(":");
  const [high = "0", low = "0"] = hostname.endsWith("::]") ? [] : groups.slice(-2);
  const number = Number.parseInt(high === "" ? "0" : high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => String((number >>> shift) & 0xff)).join(".");
}

function subnet(network: string, prefix: number, family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list;
}
