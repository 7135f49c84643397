import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { systemClock } from "../clock.ts";
import { TaskGroup } from "../targets/fargate/task-group.ts";
import { groupRunIds } from "./group-ids.ts";
import { readRecord, type RunGroupPlace, type RunRecord } from "./record.ts";
import { runFolder, type RunFolder } from "./run-folder.ts";

/** Folders of the runs of a group, in their order, which lie beside each other. */
export function groupFolders(base: string, { id, count }: RunGroupPlace): readonly RunFolder[] {
  return groupRunIds(id, count).map((runId) => runFolder(base, runId));
}

/** The tasks of a run's group, as far as the records know which are whose; undefined for a run of one task. */
export function tasksOf(folder: RunFolder, record: RunRecord): TaskGroup | undefined {
  const { group, stackOutputs } = record;
  if (group === null || stackOutputs === null) return undefined;
  const siblings = groupFolders(resolve(folder.path, "..", ".."), group).map((sibling) =>
    existsSync(sibling.record) ? readRecord(sibling) : null,
  );
  const taskArns = siblings.map((sibling) => sibling?.task?.taskArn ?? null);
  const former = siblings.flatMap((sibling) => sibling?.attempts ?? []);
  return new TaskGroup(
    { outputs: stackOutputs, id: group.id, clock: systemClock },
    taskArns,
    former.flatMap(({ taskArn }) => taskArn ?? []),
  );
}
