import { fargatePrices, type PriceTable, type RegionPrices } from "./price-table.ts";

/** What the price of one task depends on. */
export interface CostFacts {
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Disk in GiB; 20 are free of charge. */
  readonly ephemeralStorageGiB: number;
  readonly cpuArchitecture: "X86_64" | "ARM64";
  /** Whether the task ran on Fargate Spot. */
  readonly spot: boolean;
  /** Such as `us-east-1`. */
  readonly region: string;
  /** Whether the task had a public IPv4 address, which VPC bills. Default: false. */
  readonly publicIpv4?: boolean;
  /** ISO 8601; null when the pull never began. */
  readonly pullStartedAt: string | null;
  /** ISO 8601; the present time for a task that runs. */
  readonly stoppedAt: string;
}

/** An estimate, not a bill. */
export interface CostEstimate {
  /** US dollars; of a spot task, the most that it can be. */
  readonly usd: number;
  readonly billedSeconds: number;
  /** ISO 8601 date on which the prices were written down. */
  readonly priceTableDate: string;
  /** One line: what the figure is, and what it leaves out. */
  readonly note: string;
}

/** Seconds for which Fargate charges at least. */
const leastSeconds = 60;
/** GiB of ephemeral storage that are free of charge. */
const freeStorageGiB = 20;

/**
 * What one task costs by list price, or null where the table has no figures for its region or architecture, or a time
 * is no time. Fargate charges from the start of the image pull to the stop of the task, per second, for a minute at
 * least (https://aws.amazon.com/fargate/pricing/); the address is reckoned for the same seconds. Logs, secrets, NAT
 * gateways and data transfer are not in it.
 */
export function estimatedCost(
  facts: CostFacts,
  table: PriceTable = fargatePrices,
): CostEstimate | null {
  const prices = table.regions[facts.region];
  const compute = facts.cpuArchitecture === "ARM64" ? prices?.arm : prices?.x86;
  const seconds = billedSeconds(facts);
  if (prices === undefined || compute === undefined || seconds === null) return null;
  const perHour =
    (facts.cpu / 1024) * compute.vcpu +
    (facts.memoryMiB / 1024) * compute.memory +
    storageBeyondFree(facts) * (prices.storage ?? 0) +
    (facts.publicIpv4 === true ? table.publicIpv4 : 0);
  return {
    usd: (perHour * seconds) / 3600,
    billedSeconds: seconds,
    priceTableDate: table.date,
    note: noteOn(facts, prices, seconds, table.date),
  };
}

function billedSeconds({ pullStartedAt, stoppedAt }: CostFacts): number | null {
  if (pullStartedAt === null) return 0;
  const seconds = Math.ceil((Date.parse(stoppedAt) - Date.parse(pullStartedAt)) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(leastSeconds, seconds);
}

function storageBeyondFree({ ephemeralStorageGiB }: CostFacts): number {
  return Math.max(0, ephemeralStorageGiB - freeStorageGiB);
}

function noteOn(facts: CostFacts, prices: RegionPrices, seconds: number, date: string): string {
  if (seconds === 0) return "The image pull never began, so Fargate charges nothing.";
  return [
    `${facts.spot ? "Up to this" : "Estimated"} by list prices of ${date}, without tax, logs and data transfer.`,
    ...(facts.spot ? ["Fargate Spot is up to 70 % cheaper, and its prices move."] : []),
    ...(storageBeyondFree(facts) > 0 && prices.storage === undefined
      ? [`Storage beyond ${String(freeStorageGiB)} GiB is not in it.`]
      : []),
  ].join(" ");
}
