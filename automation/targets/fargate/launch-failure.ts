import type { AwsFailure, AwsTask, AwsTasks } from "./aws-api.ts";
import { AwsError, type AwsErrorKind, type AwsCallPlace } from "./aws-error.ts";
import { sentenceOf } from "./aws-error-sentence.ts";

/**
 * Reasons with which ECS turns a task away for now.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 */
const noPlace =
  /^RESOURCE:(ENI|CPU|MEMORY)|^AGENT$|capacity is unavailable|limit on the number of vCPUs/i;

/** A task that ECS has taken. */
export type StartedTask = AwsTask & { readonly taskArn: string };

/**
 * The tasks in an answer to RunTask for `count` of them: all, or only some. ECS answers with status 200 also when it started
 * nothing: then `failures` has the reason, or there is none at all.
 *
 * @throws {@link AwsError}: `capacity` when it may work later, else `other`.
 */
export function startedTasks(
  { failures = [], tasks = [] }: AwsTasks,
  count: number,
  place: AwsCallPlace,
): readonly StartedTask[] {
  const started = tasks
    .flatMap((task) => {
      const { taskArn } = task;
      return taskArn === undefined ? [] : [{ ...task, taskArn }];
    })
    .sort(byAge);
  const [failure] = failures;
  // A failure beside the only task that was asked for is one of that task.
  if (failure !== undefined && (started.length === 0 || count === 1)) {
    throw launchFailure(failure, place);
  }
  if (started.length > 0) return started;
  const said = "neither a task nor a reason";
  throw new AwsError("other", `ECS answered RunTask with ${said}; try again.`, said);
}

/** Oldest first; those of one moment by their names, so that the order is always the same. */
export function byAge(one: StartedTask, other: StartedTask): number {
  const ageMs = (one.createdAt?.getTime() ?? 0) - (other.createdAt?.getTime() ?? 0);
  return ageMs === 0 ? one.taskArn.localeCompare(other.taskArn) : ageMs;
}

function launchFailure({ arn, reason, detail }: AwsFailure, place: AwsCallPlace): AwsError {
  const said = [reason ?? "no reason given", detail, arn].filter(Boolean).join(", ");
  const kind: AwsErrorKind = noPlace.test(reason ?? detail ?? "") ? "capacity" : "other";
  return kind === "capacity"
    ? new AwsError(kind, sentenceOf(kind, { name: "", message: said }, place), said)
    : new AwsError(kind, `ECS did not start the task: ${said}.`, said);
}
