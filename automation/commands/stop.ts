import { writeFileSync } from "node:fs";
import { systemClock } from "../clock.ts";
import { MayflyError } from "../errors.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord, type RunRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { placeOf, resumeRun } from "../run/start-run.ts";
import { agentFiles } from "../targets/agent/agent-files.ts";
import { stopAgent } from "../targets/agent/agent-target.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { settledRecord } from "./settle.ts";
import { summaryText } from "../views/summary.ts";

/** Milliseconds in which the run must have ended: both stop time-outs and some room. */
const stopMs = 180_000;

/** `mayfly stop RUN`: asks for the stop of the run's task, or of a group's tasks, and waits for the end. */
export async function stopCommand(
  wanted: string,
  options: LookupOptions,
  context: CommandContext,
): Promise<number> {
  const { folders } = await findOrAdopt(wanted, options, context);
  await Promise.all(folders.map(async (folder) => stopRun(folder, options, context)));
  return 0;
}

async function stopRun(
  folder: RunFolder,
  options: LookupOptions,
  context: CommandContext,
): Promise<void> {
  const before = readRecord(folder);
  if (before.status === "finished" && mayStillRun(before)) {
    await askToStop(folder, before);
    context.stderr.write(`ECS was asked to stop the task of run ${folder.runId}.\n`);
  } else if (before.status === "finished") {
    context.stderr.write(
      `Run ${folder.runId} has ended already (${before.outcome?.kind ?? ""}).\n`,
    );
  } else {
    await askToStop(folder, before);
    if (before.stackOutputs !== null && !hasOwner(folder)) await resumeRun(folder)?.finished;
  }
  const deadline = AbortSignal.timeout(stopMs);
  const tell = (message: string): void => void context.stderr.write(`${message}\n`);
  for (
    let record = before;
    record.status === "running";
    record = await settledRecord(folder, tell)
  ) {
    await systemClock.sleep(100, deadline).catch(() => {
      throw new MayflyError(
        "target",
        `Run ${folder.runId} did not end within ${String(stopMs / 1000)} seconds after it was asked to stop; see "mayfly status ${folder.runId}".`,
      );
    });
  }
  const record = readRecord(folder);
  context.stdout.write(
    options.json === true
      ? `${JSON.stringify({ runId: record.runId, outcome: record.outcome?.kind ?? null, exitCode: record.exitCode })}\n`
      : summaryText(record, folder.path, palette(context, "stdout")),
  );
}

/** Whether the run ended before its task was seen to stop. */
function mayStillRun({ stackOutputs, task }: RunRecord): boolean {
  return stackOutputs !== null && task !== null && task.lastStatus !== "STOPPED";
}

const stopReason = "Stopped by mayfly stop.";
/** Milliseconds in which ECS must take the request. */
const askMs = 60_000;

/** Asks the agent on this machine, or ECS; whoever conducts the run sees the task stop. */
async function askToStop(folder: RunFolder, record: RunRecord): Promise<void> {
  if (record.stackOutputs === null) {
    stopAgent(agentFiles(folder.task), stopReason);
    return;
  }
  // Its conductor may still be asking for the task, which ECS does not know then.
  if (record.task === null) writeFileSync(folder.stopRequest, "");
  const { target } = placeOf(folder, record)({ tell: () => undefined, countCall: () => undefined });
  await target.stopTask(record.taskId, stopReason, AbortSignal.timeout(askMs));
}
