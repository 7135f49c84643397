import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type * as Automation from "@pulumi/pulumi/automation/index.js";
import { messageOf } from "../errors.ts";
import { EnvironmentError } from "./environment-error.ts";

/** The Automation API; loaded when an environment is asked for, since it takes about half a second. */
export async function loadAutomation(): Promise<typeof Automation> {
  return await import("@pulumi/pulumi/automation/index.js");
}

/** The CLI of the SDK's own version: the program's `pulumi.Stash` needs an engine that has it. */
export const minimumVersion = "3.248.0";

/** The CLI: the one on the PATH, else the one installed before, else a new one from get.pulumi.com. */
export async function findPulumi(
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<Automation.PulumiCommand> {
  const { PulumiCommand } = await loadAutomation();
  const found = await onPath(PulumiCommand, environment["PATH"]).catch(() => null);
  if (found !== null) return checked(found);
  const { version } = await import("@pulumi/pulumi/version.js");
  const root = join(cacheFolder(environment), `pulumi-cli-${version}`);
  if (!existsSync(join(root, "bin"))) {
    log(
      `The Pulumi CLI is not on the PATH; installing ${version} from https://get.pulumi.com into ${root}.`,
    );
  }
  try {
    return await PulumiCommand.install({ root });
  } catch (error) {
    throw new EnvironmentError(
      "noPulumi",
      `Expected the Pulumi CLI (${minimumVersion} or later) on the PATH, but there is none, and installing it failed (${firstLine(messageOf(error))}); install it as https://www.pulumi.com/docs/install/ says.`,
      { cause: error },
    );
  }
}

/** The CLI on a PATH. `get` starts it before it first waits, with the PATH of this process: there is no other way to tell it. */
async function onPath(
  command: typeof Automation.PulumiCommand,
  path: string | undefined,
): Promise<Automation.PulumiCommand> {
  const before = process.env;
  process.env = path === undefined ? before : { ...before, PATH: path };
  const found = command.get({ skipVersionCheck: true });
  process.env = before;
  return await found;
}

function checked(command: Automation.PulumiCommand): Automation.PulumiCommand {
  const { version } = command;
  const numbers = minimumVersion.split(".").map(Number);
  const [major = 0, minor = 0] = numbers;
  if (version?.major !== major || version.minor < minor) {
    throw new EnvironmentError(
      "noPulumi",
      `Expected Pulumi CLI ${minimumVersion} or a later ${String(major)}.x on the PATH, but got ${version?.version ?? "one that does not tell its version"}; bring it up to date, or take it off the PATH and Mayfly installs its own.`,
    );
  }
  return command;
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment["XDG_CACHE_HOME"] ?? "";
  return join(base === "" ? join(homedir(), ".cache") : base, "mayfly");
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
