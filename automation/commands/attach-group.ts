import type { GroupEvent, RunEvent } from "../events.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { groupExitCode } from "../outcome-exit-code.ts";
import { groupFinished } from "../run/group-finished.ts";
import { merge } from "../run/merge.ts";
import { readRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { groupSummaryText } from "../views/group-summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { Followed } from "./followed.ts";
import { chooseGroupView, showGroup } from "./show-group.ts";
import { underSignals } from "./under-signals.ts";

/**
 * `mayfly attach GROUP`: tells the runs of a group from their beginning and follows them to their ends. Those whose conductor
 * died are conducted, and a signal stops them; a signal leaves the others going on.
 */
export async function attachGroup(
  groupId: string,
  folders: readonly [RunFolder, ...RunFolder[]],
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const followed = new Followed(folders);
  const view = chooseGroupView(context, groupId, json);
  const onFirst = (signal: StopSignal): void => {
    const done =
      followed.orphans.length === 0
        ? `Left; the runs go on. Stop them with "mayfly stop ${groupId}".`
        : `${signal}: stopping the tasks that this process watches; once more to leave at once.`;
    view.say(done);
  };
  const events = eventsOf(groupId, folders, followed.events());
  const { signal } = await underSignals(followed, context, onFirst, () =>
    followed.until(() => showGroup(events, view)),
  );
  const records = folders.map(readRecord);
  const left = records.some(({ status }) => status !== "finished");
  if (left && signal !== null) {
    return signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  }
  if (!json) context.stdout.write(groupSummaryText(groupId, records, palette(context, "stdout")));
  return groupExitCode(records.map(({ exitCode }) => exitCode ?? exitCodes.lost));
}

async function* eventsOf(
  groupId: string,
  folders: readonly [RunFolder, ...RunFolder[]],
  sources: readonly AsyncIterable<RunEvent>[],
): AsyncGenerator<RunEvent | GroupEvent, void, undefined> {
  const runIds = folders.map(({ runId }) => runId);
  yield { type: "group.started", at: readRecord(folders[0]).createdAt, runId: groupId, runIds };
  yield* merge(sources);
  const records = folders.map(readRecord);
  if (records.every(({ status }) => status === "finished")) yield groupFinished(groupId, records);
}
