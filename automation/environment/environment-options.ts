import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { MayflyError } from "../errors.ts";
import type { EnvironmentEvent } from "./environment-events.ts";
import { programFolder } from "./program-folder.ts";

/** What every operation on an environment takes. */
export interface EnvironmentOptions {
  /** Name of the Pulumi stack: letters, digits, `-`, `_`, `.`; or `org/stack`, `org/project/stack`. Default: `dev`. */
  readonly stack?: string;
  /** Folder of the Pulumi program, the one with Pulumi.yaml. Default: the checkout of Mayfly, or `.mayfly/program` where Mayfly is an installed package. */
  readonly workDir?: string;
  /** Environment variables for Pulumi, its plugins and the program, over those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the operation in order: the engine finishes the steps it has begun, and starts no more. */
  readonly signal?: AbortSignal;
  /** Ends it at once: steps that have begun may be unknown to the stack, and its lock may stay held. */
  readonly leaveSignal?: AbortSignal;
  /**
   * Milliseconds after which it is ended in order; if the steps that have begun do not end within {@link graceMs}, at once.
   * Default: {@link defaultTimeoutMs}.
   */
  readonly timeoutMs?: number;
  /** Hears what happens. Must not throw. */
  readonly onEvent?: (event: EnvironmentEvent) => void;
  /** Hears what people should know: a backend made by Mayfly, an installation. Default: nobody. */
  readonly log?: (line: string) => void;
}

/** Options of operations that run the program. */
export interface ProgramOptions extends EnvironmentOptions {
  /** Stack configuration, saved in Pulumi.<stack>.yaml as `pulumi config set --path` does; keys may have a namespace and a path. */
  readonly config?: Readonly<Record<string, string>>;
  /** The same for secrets, which are saved encrypted. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Stack that is meant where none is named. */
export const defaultStack = "dev";

/** Environment variable that names the stack where `--stack` does not. */
export const stackVariable = "MAYFLY_STACK";

/** The stack that {@link stackVariable} names. One that is empty counts as absent, as variables do for Pulumi. */
export function stackOfEnvironment(environment: NodeJS.ProcessEnv): string | undefined {
  const name = environment[stackVariable];
  return name?.trim() === "" ? undefined : name;
}

/** Half an hour, as for a run. */
export const defaultTimeoutMs = 1_800_000;

/** A quarter of an hour: what the steps that have begun have after the deadline, before the engine is ended at once. */
export const graceMs = 900_000;

/** Checks the name of a stack. @throws MayflyError `usage` */
export function checkedStack(name = defaultStack): string {
  if (/^[\w.-]{1,100}(?:\/[\w.-]{1,100}){0,2}$/.test(name)) return name;
  throw new MayflyError(
    "usage",
    `Expected letters, digits, "-", "_" and "." for --stack, 100 at most, or ORG/STACK or ORG/PROJECT/STACK of these, but got "${name}".`,
  );
}

/** The folder of the Pulumi program, as an absolute path. @throws MayflyError `usage` */
export function checkedWorkDir(given: string | undefined): string {
  const path = resolve(given ?? programFolder());
  const isProject = ["yaml", "yml", "json"].some((ending) =>
    existsSync(join(path, `Pulumi.${ending}`)),
  );
  if (isProject) return path;
  throw new MayflyError(
    "usage",
    `Expected a folder with a Pulumi.yaml for --cwd, but got "${path}"; name a checkout of Mayfly.`,
  );
}

/** The deadline. @throws MayflyError `usage` */
export function checkedTimeout(ms = defaultTimeoutMs): number {
  // Timers of Node.js hold 31 bits.
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new MayflyError(
    "usage",
    `Expected milliseconds above 0 and below ${2 ** 31} for timeoutMs, but got ${ms}.`,
  );
}
