/** Prices of AWS Fargate for Linux, in US dollars per hour. */
export interface RegionPrices {
  readonly x86: ComputePrices;
  /** Absent where the figures are not known for certain. */
  readonly arm?: ComputePrices;
  /** Per GB-hour of ephemeral storage beyond the first 20 GB; absent where it is not known for certain. */
  readonly storage?: number;
}

/** Prices of a processor architecture. */
export interface ComputePrices {
  /** Per vCPU-hour. */
  readonly vcpu: number;
  /** Per GB-hour of memory. */
  readonly memory: number;
}

/** Prices by region, and when they were written down. */
export interface PriceTable {
  /** ISO 8601 date. */
  readonly date: string;
  readonly regions: Readonly<Record<string, RegionPrices>>;
  /** Per hour of a public IPv4 address, the same in every region. */
  readonly publicIpv4: number;
}

/** The prices of Virginia, which several regions share. */
const x86 = { vcpu: 0.04048, memory: 0.004445 };
const arm = { vcpu: 0.03238, memory: 0.00356 };

/**
 * List prices of https://aws.amazon.com/fargate/pricing/ and, for the address, https://aws.amazon.com/vpc/pricing/.
 * The page shows its figures by script, so they were not fetched: they were written down from memory and compared with
 * extracts of AWS's price list that others published. A region of which that left a doubt is not here. They are without
 * tax, savings plans and data transfer, and AWS may change them: what is made of them is an estimate, and its date is
 * shown with it.
 */
export const fargatePrices: PriceTable = {
  date: "2026-11-24",
  regions: {
    "us-east-1": { x86, arm, storage: 0.000111 },
    "us-east-2": { x86, arm, storage: 0.000111 },
    "us-west-2": { x86, arm, storage: 0.000111 },
    "eu-west-1": { x86, arm },
    "eu-west-2": {
      x86: { vcpu: 0.04656, memory: 0.00511 },
      arm: { vcpu: 0.03725, memory: 0.00409 },
      storage: 0.000129,
    },
    "eu-central-1": { x86: { vcpu: 0.04656, memory: 0.00511 } },
  },
  publicIpv4: 0.005,
};
