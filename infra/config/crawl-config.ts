import { environmentNames } from "../../crawler/src/contract.ts";
import { configKeys, type ConfigKeyName } from "./keys.ts";
import { ConfigReader, isUnset } from "./reader.ts";
import type { SeleniumVersion } from "../container-definitions.ts";
import { parseImageReference, seleniumVersionOf } from "./image-reference.ts";
import { crawlerImageOf, type CrawlerImageConfig } from "./crawler-image.ts";
import { isLogRetention, logRetentionDays } from "./log-retention.ts";
import { networkOf, type NetworkConfig } from "./network.ts";
import { nearest } from "./nearest.ts";
import { capacities, type Capacity } from "../outputs.ts";
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
  const seleniumImage = read.text("seleniumImage") ?? defaultSeleniumImage[cpuArchitecture];
  const reference = parseImageReference(seleniumImage);
  if (reference === undefined || (reference.tag ?? reference.digest) === undefined) {
    read.refuse("an image with a tag or a digest", "seleniumImage", seleniumImage);
  }
  const assignPublicIp = read.flag("assignPublicIp");
  const privateImage = read.flag("privateImage");
  const config: CrawlConfig = {
    crawlerImage: crawlerImageOf(read, stack, privateImage),
    privateImage,
    seleniumImage,
    seleniumVersion: seleniumVersion(read, seleniumImage),
    seleniumEnvironment: read.map("seleniumEnvironment", "upper-case names with texts", isVariable),
    crawlerEnvironment: read.map("crawlerEnvironment", settingsForm, (name) => isSetting(name)),
    family: read.text("family") ?? `mayfly-crawl-${stack.replaceAll(".", "-")}`,
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
    taskEvents: read.flag("taskEvents"),
    ttlMs: parseTtl(read.checked("ttl", ttlForm, (text) => parseTtl(text) !== undefined)) ?? null,
    tags: read.map("tags", tagsForm, isTag),
  };
  if (!/^[\w-]{1,255}$/.test(config.family)) {
    read.refuse("1 to 255 letters, digits, - and _", "family", config.family);
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

/** Chrome has an image for x86-64 alone; Chromium has one for both. */
const defaultSeleniumImage: Readonly<Record<CpuArchitecture, string>> = {
  X86_64: "selenium/standalone-chrome:4.41.0",
  ARM64: "selenium/standalone-chromium:4.41.0",
};

const between =
  (least: number, most: number) =>
  (value: number): boolean =>
    value >= least && value <= most;

const isVariable = (name: string): boolean => /^[A-Z_][A-Z0-9_]*$/.test(name);

/** What a run or the task definition sets by itself. */
const ownSettings: readonly string[] = [environmentNames.endpoint, environmentNames.browserBinary];
const settingNames = Object.values(environmentNames).filter((name) => !ownSettings.includes(name));
const isSetting = (name: string): boolean => settingNames.some((setting) => setting === name);
const settingsForm = `names among ${settingNames.join(", ")} with texts`;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const isTag = (name: string, text: string): boolean =>
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) &&
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(text) &&
  !/^(aws|mayfly):/i.test(name);
const tagsForm =
  "names of up to 128 and texts of up to 256 letters, digits, spaces and _.:/=+-@, not beginning with aws: or mayfly:,";

function seleniumVersion(read: ConfigReader, image: string): SeleniumVersion {
  const version = read.choice("seleniumVersion", ["auto", "3", "4"]);
  return version === "auto" ? seleniumVersionOf(image) : version === "3" ? 3 : 4;
}

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

function checkKeys(
  read: ConfigReader,
  values: Readonly<Record<string, string>>,
  secretKeys: ReadonlySet<string>,
): void {
  const names = Object.keys(configKeys) as ConfigKeyName[];
  for (const key of Object.keys(values)) {
    if (names.some((name) => name === key)) continue;
    const near = nearest(key, names);
    const advice = near === undefined ? "README has the list" : `did you mean ${near}`;
    read.problems.push(
      `Expected a configuration key of Mayfly, but got ${JSON.stringify(key)}; ${advice}${near === undefined ? "." : "?"}`,
    );
  }
  for (const name of names) {
    if (name !== "dockerHubToken" && secretKeys.has(name)) {
      read.problems.push(
        `Expected a plain value for ${name}, but got a secret, which anybody could read in the task definition, the tags or the outputs; run \`pulumi config set ${name} VALUE\` without --secret.`,
      );
    }
  }
  if (!isUnset(values["dockerHubToken"] ?? "") && !secretKeys.has("dockerHubToken")) {
    read.problems.push(
      "Expected a secret for dockerHubToken, but got a plain text; run `pulumi config set --secret dockerHubToken`, and replace the token if the file was shared.",
    );
  }
}
