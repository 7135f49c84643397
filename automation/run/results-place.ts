import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentNames } from "../../crawler/src/contract.ts";
import { s3Location } from "../../crawler/src/results-names.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { MayflyError } from "../errors.ts";
import type { RunFolder } from "./run-folder.ts";

type Environment = Readonly<Record<string, string>>;

/** Stands for the task's own id in the place of results: the tasks of a group share everything else. */
const taskIdMark = "{taskId}";

/**
 * Tells the crawler of a task on this machine where its results are kept, unless the user has; a folder by its whole path, since
 * later commands may come from elsewhere. Throws `MayflyError` where a file is in its way.
 */
export function resultsInFolder(environment: Environment, folder: RunFolder): Environment {
  const given = environment[environmentNames.results] ?? join(folder.path, "results");
  if (given.startsWith("s3:")) return environment;
  const place = resolve(given);
  if (existsSync(place) && !statSync(place).isDirectory()) {
    throw new MayflyError(
      "usage",
      `Expected s3://bucket/prefix or a folder for --results, but got "${given}", which is a file.`,
    );
  }
  return { ...environment, [environmentNames.results]: place };
}

/** The same on Fargate: below the prefix that the task role may write to. Each task of a group has a place of its own. */
export function resultsInBucket(
  environment: Environment,
  { resultsBucketName, resultsPrefix }: StackOutputs,
  id: string,
  isGroup: boolean,
): Environment {
  const place = `s3://${resultsBucketName}/${resultsPrefix}${id}${isGroup ? `/${taskIdMark}` : ""}`;
  return { [environmentNames.results]: place, ...environment };
}

/**
 * Throws `MayflyError` for a place where the tasks of a stack may keep nothing: a folder, or one in S3 that their role may not
 * write to.
 */
export function requireWritable(environment: Environment, outputs: StackOutputs): void {
  requireBucket(environment);
  const place = environment[environmentNames.results] ?? "";
  const { stack, resultsBucketName, resultsPrefix, resultsPlaces } = outputs;
  const own = `s3://${resultsBucketName}/${resultsPrefix}`;
  if (isCovered(place, [own, ...(resultsPlaces ?? [])])) return;
  throw new MayflyError(
    "usage",
    `Expected a place for --results that the tasks of stack ${stack} may write to, but got "${place}": set it with \`mayfly up --stack ${stack} --config 'resultsPlaces[${String(resultsPlaces?.length ?? 0)}]=${place}'\`, or leave --results out.`,
  );
}

/** Whether a place is in the bucket of a stack, which goes with it. */
export function isInBucketOf(
  outputs: Pick<StackOutputs, "resultsBucketName"> | null,
  place: string,
): boolean {
  return place.startsWith(`s3://${outputs?.resultsBucketName ?? ""}/`);
}

/** Whether a place in S3 is one of some others, or below one. */
export function isCovered(place: string, others: readonly string[]): boolean {
  const wanted = s3Location(place);
  return others.some((other) => {
    const known = s3Location(other);
    return (
      known !== null && wanted?.bucket === known.bucket && wanted.prefix.startsWith(known.prefix)
    );
  });
}

/** Throws `MayflyError` for a folder, where a task on Fargate cannot keep anything. */
export function requireBucket(environment: Environment): void {
  const place = environment[environmentNames.results] ?? "";
  if (s3Location(place) !== null) return;
  throw new MayflyError(
    "usage",
    `Expected s3://bucket/prefix for the results of a task on Fargate, but got the folder "${place}".`,
  );
}

/** Where a run's results are: null when they were kept nowhere. `taskArn` is its task's, where it has one. */
export function resultsPlace(settings: Environment, taskArn: string | null): string | null {
  const place = settings[environmentNames.results] ?? null;
  if (place?.includes(taskIdMark) !== true) return place;
  const taskId = taskArn?.split("/").at(-1);
  return taskId === undefined ? null : place.replace(taskIdMark, taskId);
}
