import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { groupFinished } from "../run/group-finished.ts";
import type { RunGroup } from "../run/run-group.ts";
import { groupSummaryText } from "../views/group-summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { chooseGroupView, showGroup } from "./show-group.ts";
import { underSignals } from "./under-signals.ts";

/**
 * Shows a group that this process conducts, to its end; signals as for one run. Returns its exit code: 0 when every run
 * completed, else that of the first that did not.
 */
export async function conductGroup(
  group: RunGroup,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const { stdout, stderr } = context;
  const view = chooseGroupView(context, group.groupId, json);
  const onFirst = (signal: StopSignal): void => {
    const count = String(group.runs.length);
    view.say(`${signal}: stopping ${count} tasks; once more to leave at once.`);
  };
  const { result, signal } = await underSignals(group, context, onFirst, async () => {
    await showGroup(group, view);
    return await group.finished;
  });
  if (result === null) {
    const { groupId } = group;
    const exitCode = signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
    const records = group.runs.map(({ record }) => record);
    if (json) stdout.write(`${JSON.stringify(groupFinished(groupId, records, exitCode))}\n`);
    stderr.write(
      `Left by a second ${signal ?? "SIGTERM"}; the tasks are being stopped. To see them through: mayfly attach ${groupId}; to be sure: mayfly stop ${groupId}\n`,
    );
    return exitCode;
  }
  if (!json) {
    const records = result.results.map(({ record }) => record);
    stdout.write(groupSummaryText(group.groupId, records, palette(context, "stdout")));
  }
  return result.exitCode;
}
