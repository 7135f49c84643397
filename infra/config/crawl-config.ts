import type { SeleniumVersion } from "../container-definitions.ts";
import { capacities, type Capacity } from "../outputs.ts";
import { crawlerImageOf, type CrawlerImageConfig } from "./crawler-image.ts";
import { crawlerEnvironmentOf, seleniumEnvironmentOf } from "./environments.ts";
import { checkKeys } from "./known-keys.ts";
import { isLogRetention, logRetentionDays } from "./log-retention.ts";
import { networkOf, type NetworkConfig } from "./network.ts";
import { ConfigReader } from "./reader.ts";
import { resultsPlacesOf } from "./results-places.ts";
import { seleniumImageOf } from "./selenium-image.ts";
import { ownTags } from "./tags.ts";
import { taskSizeProblem } from "./task-size.ts";
import { parseTtl, ttlForm } from "./ttl.ts";

/** The configuration of a stack, checked. */
export interface CrawlConfig {
  readonly crawlerImage: CrawlerImageConfig;
  /** Whether the images are pulled with credentials. */
  readonly privateImage: boolean;
  readonly seleniumImage: string;
  readonly seleniumVersion: SeleniumVersion;
  readonly seleniumEnvironment: Readonly<Record<string, string>>;
  readonly crawlerEnvironment: Readonly<Record<string, string>>;
  readonly family: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Fargate gives 20; more is paid for. */
  readonly ephemeralStorageGiB: number;
  readonly cpuArchitecture: CpuArchitecture;
  readonly network: NetworkConfig;
  readonly assignPublicIp: boolean;
  readonly capacity: Capacity;
  readonly containerInsights: "disabled" | "enabled" | "enhanced";
  readonly logRetentionDays: number;
  readonly resultsRetentionDays: number;
  /** Places besides the stack's bucket that tasks may keep results in, as `s3://bucket/prefix`. */
  readonly resultsPlaces: readonly string[];
  readonly taskEvents: boolean;
  /** Time to live in milliseconds from the first up; null for never. */
  readonly ttlMs: number | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Architecture of a task, as `runtimePlatform` has it. */
export type CpuArchitecture = "X86_64" | "ARM64";

/** What the Pulumi configuration of a stack is read from. */
export interface RawConfig {
  /** Values by key, without the project's name. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that were set with `--secret`. */
  readonly secretKeys: ReadonlySet<string>;
  readonly stack: string;
}

/** Wrong configuration: one sentence for each problem. Nothing has been created. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * Checks a stack's configuration.
 *
 * @throws {@link ConfigError} with all problems at once.
 */
export function parseConfig({ values, secretKeys, stack }: RawConfig): CrawlConfig {
  const read = new ConfigReader(values);
  checkKeys(read, values, secretKeys);
  const cpuArchitecture = read.choice("cpuArchitecture", ["X86_64", "ARM64"]);
  const assignPublicIp = read.flag("assignPublicIp");
  const privateImage = read.flag("privateImage");
  const config: CrawlConfig = {
    crawlerImage: crawlerImageOf(read, stack, privateImage),
    privateImage,
    ...seleniumImageOf(read, cpuArchitecture),
    seleniumEnvironment: seleniumEnvironmentOf(read),
    crawlerEnvironment: crawlerEnvironmentOf(read),
    family: read.text("family") ?? `mayfly-crawl-${stack.replaceAll(".", "_")}`,
    ...size(read),
    cpuArchitecture,
    network: networkOf(read, assignPublicIp),
    assignPublicIp,
    capacity: read.choice("capacity", capacities),
    containerInsights: read.choice("containerInsights", ["disabled", "enabled", "enhanced"]),
    logRetentionDays:
      read.integer(
        "logRetentionDays",
        `${logRetentionDays.join(", ")} days, which CloudWatch has,`,
        isLogRetention,
      ) ?? 7,
    resultsRetentionDays:
      read.integer("resultsRetentionDays", "1 to 3650 days", between(1, 3650)) ?? 30,
    resultsPlaces: resultsPlacesOf(read),
    taskEvents: read.flag("taskEvents"),
    ttlMs: parseTtl(read.checked("ttl", ttlForm, (text) => parseTtl(text) !== undefined)) ?? null,
    tags: ownTags(read),
  };
  if (!/^[\w-]{1,255}$/.test(config.family)) {
    read.refuse("1 to 255 letters, digits, - and _", "family", config.family);
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

const between =
  (least: number, most: number) =>
  (value: number): boolean =>
    value >= least && value <= most;

function size(read: ConfigReader): Pick<CrawlConfig, "cpu" | "memoryMiB" | "ephemeralStorageGiB"> {
  const before = read.problems.length;
  const whole = (value: number): boolean => value > 0;
  const cpu = read.integer("cpu", "a whole number of CPU units", whole) ?? 0;
  const memoryMiB = read.integer("memory", "a whole number of MiB", whole) ?? 0;
  const problem = taskSizeProblem(cpu, memoryMiB);
  if (problem !== undefined && read.problems.length === before) read.problems.push(problem);
  const ephemeralStorageGiB =
    read.integer("ephemeralStorage", "20 to 200 GiB", between(20, 200)) ?? 20;
  return { cpu, memoryMiB, ephemeralStorageGiB };
}
