/** How awsx with `subnetStrategy: "Auto"` lays subnets out: the VPC in equal parts per zone, those in equal parts per spec. */

const toNumber = (address) =>
  address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toAddress = (number) =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
const bitsFor = (count) => Math.ceil(Math.log2(count));
const sizeOf = (mask) => 2 ** (32 - mask);

/**
 * @param {string} vpcName
 * @param {string} cidrBlock of the VPC
 * @param {string[]} zones
 * @param {{ type: string, name?: string, cidrMask?: number, tags?: any }[]} specs
 * @returns {{ name: string, type: string, zone: string, cidrBlock: string, tags?: any }[]}
 */
export function layOut(vpcName, cidrBlock, zones, specs) {
  const [base, mask] = cidrBlock.split("/");
  const zoneMask = Number(mask) + bitsFor(zones.length);
  const defaultMask = zoneMask + bitsFor(specs.length);
  const needed = specs.reduce((sum, spec) => sum + sizeOf(spec.cidrMask ?? defaultMask), 0);
  if (needed > sizeOf(zoneMask)) {
    throw new Error(
      `Subnets are too large for VPC. VPC has ${sizeOf(zoneMask)} addresses, but subnets require ${needed} addresses.`,
    );
  }
  return zones.flatMap((zone, i) => {
    let next = toNumber(base) + i * sizeOf(zoneMask);
    return specs.map((spec) => {
      const subnetMask = spec.cidrMask ?? defaultMask;
      const start = Math.ceil(next / sizeOf(subnetMask)) * sizeOf(subnetMask);
      next = start + sizeOf(subnetMask);
      return {
        name: `${vpcName}-${spec.name ?? spec.type.toLowerCase()}-${i + 1}`,
        type: spec.type,
        zone,
        cidrBlock: `${toAddress(start)}/${subnetMask}`,
        tags: spec.tags,
      };
    });
  });
}
