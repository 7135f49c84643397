import type { StackOutputs } from "../../infra/outputs.ts";
import { environmentNames } from "../../crawler/src/contract.ts";
import { isoTime } from "../clock.ts";
import type { AwsTask } from "../targets/fargate/aws-api.ts";
import { newRecord } from "./new-record.ts";
import type { RunGroupPlace, RunRecord } from "./record.ts";

/** Seconds: whoever started the run watches its time-outs, which nobody else knows. */
const withoutTimeout = 604_800;

/** The record of a run that was started elsewhere, from what ECS knows of its task. */
export function adoptedRecord(
  runId: string,
  task: AwsTask,
  outputs: StackOutputs,
  group: RunGroupPlace | null,
  nowMs: number,
): RunRecord {
  const settings = settingsOf(task, outputs.containerNames.crawler);
  const urls = (settings[environmentNames.urls] ?? "").split(/\s+/).filter((url) => url !== "");
  const limits = { timeoutSeconds: withoutTimeout, startTimeoutSeconds: withoutTimeout };
  const createdAt = isoTime(task.createdAt?.getTime() ?? nowMs);
  return newRecord(runId, { urls, ...limits }, settings, createdAt, outputs, group);
}

/** The crawl's own settings, which its run gave as overrides. */
function settingsOf({ overrides }: AwsTask, crawler: string): Readonly<Record<string, string>> {
  const names: readonly string[] = Object.values(environmentNames);
  const container = overrides?.containerOverrides?.find(({ name }) => name === crawler);
  return Object.fromEntries(
    (container?.environment ?? []).flatMap(({ name = "", value = "" }) =>
      names.includes(name) ? [[name, value]] : [],
    ),
  );
}
