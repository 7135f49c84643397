import { setMaxListeners } from "node:events";
import { checkedStack, checkedWorkDir } from "../environment/environment-options.ts";
import { MayflyError } from "../errors.ts";
import { requireTarget, type TargetName } from "../targets/target-names.ts";
import {
  localCheckIds,
  makeChecks,
  stackCheckIds,
  type Checked,
  type CheckId,
  type CheckStatus,
} from "./check.ts";
import { localChecks } from "./local-checks.ts";
import { checksOf, stackCheck } from "./stack-checks.ts";

/** More than checks: what a signal may have before Node.js warns of it. */
const listeners = 50;

/** Options of {@link doctor}. */
export interface DoctorOptions {
  /** Looks at this Pulumi stack too, and asks AWS about it. Default: AWS is not asked. */
  readonly stack?: string;
  /**
   * Where crawls are to run: what that place needs is a problem where it is not there, what another does a warning. Default:
   * `local`, or `fargate` with a stack, as `mayfly run` takes it.
   */
  readonly target?: TargetName;
  /** Folder of the Pulumi program. Default: the Mayfly package itself. */
  readonly workDir?: string;
  /** Ends the checks. */
  readonly signal?: AbortSignal;
  /** Hears what people should know of Pulumi, such as its installation. Default: nobody. */
  readonly log?: (line: string) => void;
  /** Hears of each check as soon as it and those before it are made. Must not throw. */
  readonly onCheck?: (checked: Checked) => void;
}

/** What {@link doctor} found. */
export interface DoctorReport {
  /** The worst that was found. */
  readonly status: CheckStatus;
  readonly checks: readonly Checked[];
  /** Checks that were not made: those of a stack, where none was named, it cannot be read, or is not up. */
  readonly notChecked: readonly CheckId[];
}

/**
 * Looks at what a crawl needs, before anything is spent: this machine and, with `stack`, the stack's account, images and
 * network. Each check has a deadline of its own (20 seconds, two minutes for Pulumi) and fails by its finding; nothing is
 * changed, on this machine or elsewhere, but that Selenium Manager fetches a browser where there is none, and that the Pulumi
 * CLI is installed where a stack is named and there is none.
 *
 * @throws MayflyError `usage` for a stack's name or a folder that is none; `interrupted` where the signal ends it
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const { signal = new AbortController().signal } = options;
  try {
    signal.throwIfAborted();
    return await examine(options, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new MayflyError("interrupted", "The checks were interrupted.", { cause: error });
  }
}

async function examine(options: DoctorOptions, signal: AbortSignal): Promise<DoctorReport> {
  const { stack, workDir, onCheck } = options;
  const { target = stack === undefined ? "local" : "fargate" } = options;
  if (stack !== undefined) checkedStack(stack);
  if (stack !== undefined || workDir !== undefined) checkedWorkDir(workDir);
  requireTarget(target, "the target");
  if (target === "fargate" && stack === undefined) {
    throw new MayflyError("usage", "Expected a stack for the target fargate, but got none.");
  }
  // Each check hears it.
  setMaxListeners(listeners, signal);
  const checks: Checked[] = [];
  const take = async (made: readonly Promise<Checked>[]): Promise<void> => {
    // What rejects before its turn is not unheard.
    for (const one of made) one.catch(() => undefined);
    for (const one of made) {
      const checked = await one;
      checks.push(checked);
      onCheck?.(checked);
    }
  };
  const ofStack = stack === undefined ? null : stackCheck(stack, options);
  const first = [...localChecks(process.env, target), ...(ofStack === null ? [] : [ofStack.check])];
  // The stack's begin as soon as its settings are known, whatever this machine still looks for.
  const made = makeChecks(first, signal);
  const second = ofStack?.facts.then((facts) =>
    facts === null ? [] : makeChecks(checksOf(facts), signal),
  );
  await take(made);
  await take((await second) ?? []);
  return { status: worst(checks), checks, notChecked: notMade(checks) };
}

/** The checks that are missing. Those of this machine never are. */
function notMade(checks: readonly Checked[]): readonly CheckId[] {
  const made = checks.map(({ id }) => id);
  return [...localCheckIds, ...stackCheckIds].filter((id) => !made.includes(id));
}

function worst(checks: readonly Checked[]): CheckStatus {
  const has = (status: CheckStatus): boolean => checks.some((checked) => checked.status === status);
  return has("problem") ? "problem" : has("warning") ? "warning" : "ok";
}
