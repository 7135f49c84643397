import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { flagsOf } from "../environment/operate.ts";
import { readStackSettings } from "../environment/read-stack-settings.ts";
import { MayflyError, messageOf } from "../errors.ts";
import { takesRuns } from "../run/within-lifetime.ts";
import { awsChecks, noRegion } from "./aws-checks.ts";
import { doctorAws } from "./aws.ts";
import { ok, problem, stackCheckIds, warning, type Check, type Finding } from "./check.ts";
import { imageChecks } from "./image-checks.ts";
import { stackFacts, type StackFacts } from "./stack-facts.ts";

/** Milliseconds for Pulumi, which starts slowly and may have to be installed. */
const pulumiMs = 120_000;

/** The check that everything else of a stack waits for, and what it finds: null where it fails. */
export function stackCheck(
  stack: string,
  { workDir, log }: Pick<EnvironmentOptions, "workDir" | "log">,
): { readonly check: Check; readonly facts: Promise<StackFacts | null> } {
  let [tell, fail] = [(_: StackFacts): void => undefined, (): void => undefined];
  const facts = new Promise<StackFacts | null>((resolve) => {
    tell = resolve;
    fail = () => {
      resolve(null);
    };
  });
  const flags = flagsOf(stack, workDir);
  const look = async (signal: AbortSignal): Promise<Finding> => {
    signal.addEventListener("abort", fail, { once: true });
    try {
      const { config, outputs } = await readStackSettings({
        ...{ stack, signal },
        ...(workDir === undefined ? {} : { workDir }),
        ...(log === undefined ? {} : { log }),
      });
      const found = stackFacts(stack, config, outputs, flags);
      tell(found);
      return stackVerdict(found, Date.now());
    } catch (error) {
      fail();
      if (!(error instanceof MayflyError) || error.code !== "stackNotFound") throw error;
      return problem(messageOf(error), `Make it with \`mayfly init ${flags}\`.`);
    }
  };
  // What else may be wrong, such as the passphrase, is told with what to do.
  const otherwise = { status: "problem", fix: null } as const;
  return {
    check: { id: "stack", look, otherwise, deadlineMs: pulumiMs },
    facts,
  };
}

/** Whether a stack is up, and has not expired. */
export function stackVerdict(
  { stack, flags, outputs, region }: StackFacts,
  nowMs: number,
): Finding {
  if (outputs === null) {
    return warning(`${stack} is not up`, `Bring it up with \`mayfly up ${flags}\`.`);
  }
  const { expiresAt, taskDefinitionArn } = outputs;
  return takesRuns(outputs, nowMs)
    ? ok(`${stack} in ${region ?? ""}, ${taskDefinitionArn.replace(/^.*\//, "")}`)
    : problem(
        `${stack} in ${region ?? ""} expires at ${expiresAt ?? ""}, and takes no run any more`,
        `Run \`mayfly up ${flags}\`, which extends it, or \`mayfly down ${flags}\`.`,
      );
}

/** All other checks of a stack, in the order of {@link stackCheckIds}. */
export function checksOf(facts: StackFacts): readonly Check[] {
  const { region } = facts;
  const ofAws = region === null ? [noRegion(facts)] : awsChecks(facts, doctorAws(region));
  const all = [...ofAws, ...imageChecks(facts)];
  return stackCheckIds.flatMap((id) => all.filter((check) => check.id === id));
}
