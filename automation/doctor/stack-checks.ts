import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { readStackSettings } from "../environment/read-stack-settings.ts";
import { awsChecks, noRegion } from "./aws-checks.ts";
import { doctorAws } from "./aws.ts";
import { ok, stackCheckIds, warning, type Check, type Finding } from "./check.ts";
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
  const look = async (signal: AbortSignal): Promise<Finding> => {
    signal.addEventListener("abort", fail, { once: true });
    try {
      const { config, outputs } = await readStackSettings({
        ...{ stack, signal },
        ...(workDir === undefined ? {} : { workDir }),
        ...(log === undefined ? {} : { log }),
      });
      const found = stackFacts(stack, config, outputs);
      tell(found);
      return stackVerdict(found, Date.now());
    } catch (error) {
      fail();
      throw error;
    }
  };
  const fix = `Make it with \`mayfly init --stack ${stack}\`.`;
  return {
    check: { id: "stack", look, otherwise: { status: "problem", fix }, deadlineMs: pulumiMs },
    facts,
  };
}

/** Whether a stack is up, and has not expired. */
export function stackVerdict({ stack, outputs, region }: StackFacts, nowMs: number): Finding {
  if (outputs === null) {
    return warning(`${stack} is not up`, `Bring it up with \`mayfly up --stack ${stack}\`.`);
  }
  const { expiresAt, taskDefinitionArn } = outputs;
  return expiresAt !== null && Date.parse(expiresAt) < nowMs
    ? warning(
        `${stack} in ${region ?? ""} has expired at ${expiresAt}`,
        `Run \`mayfly up --stack ${stack}\` with a longer ttl, or \`mayfly down --stack ${stack}\`.`,
      )
    : ok(`${stack} in ${region ?? ""}, ${taskDefinitionArn.replace(/^.*\//, "")}`);
}

/** All other checks of a stack, in the order of {@link stackCheckIds}. */
export function checksOf(facts: StackFacts): readonly Check[] {
  const { region } = facts;
  const ofAws = region === null ? [noRegion] : awsChecks(facts, doctorAws(region));
  const all = [...ofAws, ...imageChecks(facts)];
  return stackCheckIds.flatMap((id) => all.filter((check) => check.id === id));
}
