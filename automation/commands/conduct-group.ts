import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import type { RunGroup } from "../run/run-group.ts";
import { groupSummaryText } from "../views/group-summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { showGroup } from "./show-group.ts";
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
  const onFirst = (signal: StopSignal): void => {
    const count = String(group.runs.length);
    if (!json) stderr.write(`${signal}: stopping ${count} tasks; once more to leave at once.\n`);
  };
  const { result, signal } = await underSignals(group, context, onFirst, async () => {
    await showGroup(group, group.groupId, context, json);
    return await group.finished;
  });
  if (result === null) {
    const { groupId } = group;
    stderr.write(
      `Left by a second ${signal ?? "SIGTERM"}; the tasks are being stopped. To see them through: mayfly attach ${groupId}; to be sure: mayfly stop ${groupId}\n`,
    );
    return signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  }
  if (!json) {
    const records = result.results.map(({ record }) => record);
    stdout.write(groupSummaryText(group.groupId, records, palette(context, "stdout")));
  }
  return result.exitCode;
}
