import { InvalidArgumentError, Option, type Command } from "commander";
import type { Capacity } from "../infra/outputs.ts";
import { pairOption } from "./cli-pairs.ts";
import { mostRuns } from "./run/group-ids.ts";
import type { FargateLaunchOptions } from "./targets/fargate/run-task-request.ts";

/** Capacities as the command line has them, and as a stack has them. */
const capacities: Readonly<Record<string, Capacity>> = {
  "on-demand": "onDemand",
  spot: "spot",
  "spot-preferred": "spotPreferred",
};

/** Options of `mayfly run` for Fargate, as commander names them. */
export interface FargateFlags {
  readonly stack?: string;
  readonly cwd?: string;
  readonly capacity?: string;
  readonly assignPublicIp?: boolean;
  readonly subnet?: readonly string[];
  readonly securityGroup?: readonly string[];
  readonly taskDefinition?: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly ephemeralStorage?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly environmentFile?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly count?: number;
  readonly dryRun?: boolean;
}

/** The options beside `--stack`, as commander names them. */
export const fargateFlags = [
  "cwd",
  "capacity",
  "assignPublicIp",
  "subnet",
  "securityGroup",
  "taskDefinition",
  "cpu",
  "memory",
  "ephemeralStorage",
  "env",
  "environmentFile",
  "tag",
  "count",
  "dryRun",
] as const satisfies readonly (keyof FargateFlags)[];

/** Those that a Docker engine has too. */
export const sharedFlags = ["cwd", "cpu", "memory", "env", "environmentFile"] as const;

/** What is left of options when these are taken out. */
export function withoutFargateFlags<Options extends object>(
  options: Options,
): Omit<Options, keyof FargateFlags> {
  const names: readonly string[] = ["stack", ...fargateFlags];
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !names.includes(name)),
  ) as Omit<Options, keyof FargateFlags>;
}

/** Adds the options of `mayfly run` that a task on Fargate has. */
export function addFargateOptions(
  command: Command,
  append: (text: string, previous: readonly string[] | undefined) => readonly string[],
  whole: (option: string, least: number, most: number) => (text: string) => number,
): void {
  command
    .option(
      "-s, --stack <name>",
      "run the task of this Pulumi stack, on Fargate unless --target docker",
    )
    .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
    .addOption(
      new Option(
        "--capacity <capacity>",
        "how the task is paid for (default: the stack's)",
      ).choices(Object.keys(capacities)),
    )
    .option("--assign-public-ip", "give the task a public address (default: as the stack)")
    .option("--no-assign-public-ip", "give it none")
    .option("--subnet <id>", "subnet of the task (default: the stack's); may be repeated", append)
    .option(
      "--security-group <id>",
      "security group (default: the stack's); may be repeated",
      append,
    )
    .option(
      "--task-definition <revision>",
      "revision, family:revision or ARN (default: the stack's)",
    )
    // A Docker engine takes less than Fargate, whose pairs are checked with the stack's.
    .option("--cpu <units>", "CPU units of the task", whole("--cpu", 64, 16_384))
    .option("--memory <MiB>", "memory of the task", whole("--memory", 64, 122_880))
    .option("--ephemeral-storage <GiB>", "disk of the task", whole("--ephemeral-storage", 21, 200))
    .addOption(pairOption("--env", "one more variable for the crawler container", "name=value"))
    .option(
      "--environment-file <file>",
      "file of such variables, one per line; may be repeated",
      append,
    )
    .addOption(ofNodeItself())
    .addOption(pairOption("--tag", "one more tag of the task", "name=value"));
}

/**
 * The name that others have for `--environment-file`. Node.js takes it wherever it stands, ends with 9 where there is no such
 * file, and has the variables for its own before Mayfly begins (https://github.com/nodejs/node/issues/54232).
 */
function ofNodeItself(): Option {
  return new Option("--env-file <file>").hideHelp().argParser(() => {
    throw new InvalidArgumentError(
      "Expected --environment-file FILE, but got --env-file, which Node.js itself takes, and then gives its variables to Mayfly too.",
    );
  });
}

/** Adds those of `mayfly run` alone: tasks alike, and what is not started. */
export function addGroupOptions(
  command: Command,
  whole: (option: string, least: number, most: number) => (text: string) => number,
): void {
  command
    .addOption(
      new Option(
        "--count <n>",
        "tasks to start alike, up to 100, each a run of its own (default: 1)",
      ).argParser(whole("--count", 1, mostRuns)),
    )
    .option("--dry-run", "print the request and the same for the AWS CLI; start nothing");
}

/** What these options change in the task. */
export function launchOptions(flags: FargateFlags): FargateLaunchOptions {
  const { capacity, subnet, securityGroup, memory, ephemeralStorage, env, tag, ...rest } = flags;
  const { assignPublicIp, taskDefinition, cpu } = rest;
  const options = {
    capacity: capacity === undefined ? undefined : capacities[capacity],
    subnetIds: subnet,
    securityGroupIds: securityGroup,
    memoryMiB: memory,
    ephemeralStorageGiB: ephemeralStorage,
    environment: env,
    tags: tag,
    assignPublicIp,
    taskDefinition,
    cpu,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
