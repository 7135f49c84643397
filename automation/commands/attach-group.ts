import { setMaxListeners } from "node:events";
import { isoTime, systemClock } from "../clock.ts";
import type { GroupEvent, RunEvent } from "../events.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { groupExitCode } from "../outcome-exit-code.ts";
import { followRun } from "../run/follow-run.ts";
import { tasksOf } from "../run/group-of.ts";
import { merge } from "../run/merge.ts";
import { readRecord } from "../run/record.ts";
import type { Run } from "../run/run.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { groupSummaryText } from "../views/group-summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { chooseGroupView, showGroup } from "./show-group.ts";
import { underSignals, type Conducted } from "./under-signals.ts";

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
  const tasks = tasksOf(folders[0], readRecord(folders[0]));
  const leaving = new AbortController();
  // Each of the runs listens to it.
  setMaxListeners(0, leaving.signal);
  const orphans: Run[] = [];
  const onOrphan = (run: Run): void => {
    orphans.push(run);
  };
  const following = { tasks, signal: leaving.signal, onOrphan };
  const sources = folders.map((folder) => followRun(folder, following));
  const view = chooseGroupView(context, groupId, json);
  const conducted = conductedOf(orphans, leaving);
  const onFirst = (signal: StopSignal): void => {
    const done =
      orphans.length === 0
        ? `Left; the runs go on. Stop them with "mayfly stop ${groupId}".`
        : `${signal}: stopping the tasks that this process watches; once more to leave at once.`;
    view.say(done);
  };
  const { signal } = await underSignals(conducted, context, onFirst, async () => {
    const events = eventsOf(groupId, folders, sources);
    await showGroup(events, view).catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
    await Promise.all(orphans.map(async ({ finished }) => finished));
  });
  const records = folders.map(readRecord);
  const left = records.some(({ status }) => status !== "finished");
  if (left && signal !== null) {
    return signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  }
  if (!json) context.stdout.write(groupSummaryText(groupId, records, palette(context, "stdout")));
  return groupExitCode(records.map(({ exitCode }) => exitCode ?? exitCodes.lost));
}

/** With nothing of our own, the first signal leaves. */
function conductedOf(orphans: readonly Run[], leaving: AbortController): Conducted {
  const leave = (): void => {
    leaving.abort();
    for (const run of orphans) run.leave();
  };
  return {
    leave,
    stop: (reason) => {
      if (orphans.length === 0) leave();
      for (const run of orphans) run.stop(reason);
    },
    stopForSignal: (signal) => {
      if (orphans.length === 0) leave();
      for (const run of orphans) run.stopForSignal(signal);
    },
  };
}

async function* eventsOf(
  groupId: string,
  folders: readonly [RunFolder, ...RunFolder[]],
  sources: readonly AsyncIterable<RunEvent>[],
): AsyncGenerator<RunEvent | GroupEvent, void, undefined> {
  const runIds = folders.map(({ runId }) => runId);
  yield { type: "group.started", at: readRecord(folders[0]).createdAt, runId: groupId, runIds };
  yield* merge(sources);
  const runs = folders
    .map(readRecord)
    .flatMap(({ runId, outcome, exitCode }) =>
      outcome === null || exitCode === null ? [] : [{ runId, outcome: outcome.kind, exitCode }],
    );
  if (runs.length < folders.length) return;
  const exitCode = groupExitCode(runs.map((run) => run.exitCode));
  yield { type: "group.finished", at: isoTime(systemClock.now()), runId: groupId, exitCode, runs };
}
