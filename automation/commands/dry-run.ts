import { environmentNames } from "../../crawler/src/contract.ts";
import { checkTogether, crawlerEnvironment } from "../crawler-environment.ts";
import { MayflyError } from "../errors.ts";
import { stackOf } from "../run/fargate-place.ts";
import { checkGivenVariables } from "../run/given-variables.ts";
import { groupRunIds } from "../run/group-ids.ts";
import { requireWritable, resultsInBucket } from "../run/results-place.ts";
import { defaultBase, newRunFolder } from "../run/run-folder.ts";
import { newRunId } from "../run/run-id.ts";
import type { RunOptions } from "../run/run-options.ts";
import { withUrlList } from "../run/url-list.ts";
import { lastingSettings } from "../run/within-lifetime.ts";
import { hideSecrets } from "../secret-settings.ts";
import { equivalentCommand } from "../targets/fargate/equivalent-command.ts";
import { mostAtOnce, runTaskRequest } from "../targets/fargate/run-task-request.ts";
import type { CommandContext } from "./context.ts";

/**
 * `mayfly run --stack NAME --dry-run`: prints the request and the same for the AWS CLI, and starts nothing. Of more than ten
 * tasks it is the first request: ECS takes ten at a time.
 */
export async function dryRun(
  options: RunOptions,
  count: number,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  if (options.resume !== undefined) {
    throw new MayflyError("usage", "Expected --dry-run or --resume, but got both.");
  }
  const given = crawlerEnvironment(options);
  checkGivenVariables(options);
  const outputs = await stackOf(options);
  if (outputs === null) throw new MayflyError("usage", "Expected --stack NAME for --dry-run.");
  const runId = options.runId ?? newRunId(Date.now());
  const kept = resultsInBucket(given, outputs, runId, count > 1);
  const settled = lastingSettings(kept, outputs, options);
  requireWritable(settled, outputs);
  checkTogether(options, settled);
  // A group has no place that all of its tasks read.
  const { environment, list } =
    count > 1 ? { environment: settled, list: null } : withUrlList(settled, runId, true);
  // As a run would refuse them.
  const ids = count === 1 ? [runId] : groupRunIds(runId, count);
  for (const id of ids) newRunFolder(options.out ?? defaultBase, id);
  const task = { runId, environment, count: Math.min(count, mostAtOnce) };
  // As ECS would refuse it.
  runTaskRequest(outputs, task, options.launch);
  const { launch = {} } = options;
  const request = runTaskRequest(
    outputs,
    { ...task, environment: hideSecrets(environment) },
    { ...launch, environment: hideSecrets(launch.environment ?? {}) },
  );
  const command = equivalentCommand(request, outputs.region);
  if (list !== null) {
    const place = environment[environmentNames.results] ?? "";
    options.log?.(`A run would first write its URLs to ${list.name} in ${place}.`);
  }
  context.stdout.write(
    json
      ? `${JSON.stringify({ request, command })}\n`
      : `${JSON.stringify(request, null, 2)}\n\n${command}\n`,
  );
  return 0;
}
