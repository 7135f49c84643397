/** What a crawl decides of its environment, and the sentences about it; pure. */
import { environmentNames } from "../../crawler/src/contract.ts";
import { EnvironmentError } from "../environment/environment-error.ts";
import { MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { isUnfetched } from "../run/harvest.ts";
import type { RunRecord } from "../run/record.ts";
import { isInBucketOf } from "../run/results-place.ts";
import type { CrawlLifeOptions } from "./crawl-options.ts";
import { removalCommand } from "./take-down.ts";

/** What is known of a crawl when its environment is to go. */
export interface CrawlSoFar {
  /** Whether the crawl brought the environment up. */
  readonly broughtUp: boolean;
  /** Whether somebody ended it. */
  readonly isAborted: boolean;
  /** Null where something went wrong before there was a record. */
  readonly ended: {
    readonly outcome: Outcome;
    readonly record: Pick<RunRecord, "runId" | "warnings" | "settings" | "stackOutputs">;
  } | null;
}

/**
 * Why the environment stays up, with what is wrong where nobody asked for that; null where it goes. What the crawl kept and could
 * not be fetched would go with its bucket.
 */
export function whyItStays(
  { keep, keepOnFailure }: Pick<CrawlLifeOptions, "keep" | "keepOnFailure">,
  { broughtUp, isAborted, ended }: CrawlSoFar,
): { readonly problem: string | null } | null {
  if (!broughtUp || keep === true) return { problem: null };
  if (isAborted) return null;
  if (keepOnFailure === true && ended?.outcome.kind !== "completed") return { problem: null };
  if (!isInBucketAlone(ended)) return null;
  return {
    problem: `What the crawl kept could not be fetched, and would be gone with it: \`mayfly results ${ended.record.runId}\` fetches it.`,
  };
}

/** What to say of an environment that went with what its bucket alone had; null where nothing was lost. */
export function lostWith(ended: CrawlSoFar["ended"]): string | null {
  return isInBucketAlone(ended)
    ? "What the crawl kept could not be fetched before the environment went, and is gone with its bucket; the pages that were told are in the run folder."
    : null;
}

function isInBucketAlone(ended: CrawlSoFar["ended"]): ended is NonNullable<CrawlSoFar["ended"]> {
  return ended !== null && isUnfetched(ended.record) && !isElsewhere(ended.record);
}

/** Whether results are in a bucket that stays. */
function isElsewhere({
  settings,
  stackOutputs,
}: Pick<RunRecord, "settings" | "stackOutputs">): boolean {
  const place = settings[environmentNames.results];
  return place !== undefined && !isInBucketOf(stackOutputs, place);
}

/** The end of a message about an environment that nobody took down. */
export function stillUp(stack: string, workDir: string | undefined): string {
  return `Stack ${stack} stays up; \`${removalCommand(stack, workDir)}\` takes it down.`;
}

/** Why there was no task, where the environment did not come up; of what is taken down again, nobody can go on. */
export function notUp(
  problem: MayflyError,
  { keep, keepOnFailure }: Pick<CrawlLifeOptions, "keep" | "keepOnFailure">,
): MayflyError {
  if (problem.code === "interrupted") return problem;
  const goes = keep !== true && keepOnFailure !== true;
  const said = goes && problem instanceof EnvironmentError ? problem.said : problem.message;
  return new MayflyError(problem.code, `The environment did not come up. ${said}`, {
    cause: problem,
  });
}

/** Commands that the Pulumi program names, and what a crawl has for them. */
const command = /run `pulumi config set (--secret )?([\w:]+)(?: (\w+))?`/g;

/**
 * The error for settings with which the program made nothing, in the options of a crawl, whose stack nobody can set anything on;
 * null for another error.
 */
export function refusedSettings(error: MayflyError): EnvironmentError | null {
  const isRefused =
    error instanceof EnvironmentError &&
    error.code === "programFailed" &&
    error.exitCode === exitCodes.usage;
  if (!isRefused) return null;
  const said = error.said.replaceAll(
    command,
    (_all, secret: string | undefined, key: string, value: string | undefined) =>
      secret === undefined ? `give --config ${key}=${value ?? "VALUE"}` : `give --secret ${key}`,
  );
  return new EnvironmentError(
    "programFailed",
    `${said} Nothing was made, and nothing was crawled.`,
    { exitCode: exitCodes.usage, cause: error },
  );
}
