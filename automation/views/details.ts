import type { ContainerSnapshot } from "../lifecycle/task-snapshot.ts";
import type { RunRecord } from "../run/record.ts";
import { duration } from "./format.ts";
import type { Palette } from "./palette.ts";

/** Everything else that is known of a run, below its summary: the task, where it is, its containers, its states. */
export function detailsText(record: RunRecord, palette: Palette): string {
  const { task } = record;
  const rows: readonly (readonly [name: string, text: string | undefined])[] = [
    ["target", record.target],
    ["urls", record.urls.join(" ")],
    ...taskRows(record),
    ...record.attempts.map(
      ({ taskArn, reason }) => ["before", `${taskArn ?? ""} ${reason}`] as const,
    ),
    ...(task?.containers ?? []).map(
      (container) => [container.name, containerText(container)] as const,
    ),
    ["calls", callsText(record)],
  ];
  const lines = rows.flatMap(([name, text]) =>
    text === undefined || text === "" ? [] : [`  ${name.padEnd(9)} ${text}`],
  );
  for (const { state, source, at, durationMs } of record.states) {
    const time = durationMs === null ? "" : duration(durationMs);
    const row = `  ${state.padEnd(15)} ${(source ?? "-").padEnd(9)} ${(at ?? "").padEnd(24)} ${time}`;
    lines.push(source === "observed" ? row.trimEnd() : palette.faint(row.trimEnd()));
  }
  return `${lines.join("\n")}\n`;
}

function taskRows({ task, taskId, stackOutputs }: RunRecord) {
  const { lastStatus = "unknown", desiredStatus = "unknown" } = task ?? {};
  const addresses = [
    task?.privateAddress,
    task?.publicAddress === undefined ? undefined : `public ${task.publicAddress}`,
    task?.eniId,
    task?.availabilityZone,
  ];
  const capacity = [
    task?.capacityProviderName,
    task?.cpu === undefined ? undefined : `${String(task.cpu)} CPU units`,
    task?.memoryMiB === undefined ? undefined : `${String(task.memoryMiB)} MiB`,
    task?.platformVersion === undefined ? undefined : `platform ${task.platformVersion}`,
  ];
  const stopped =
    task?.stopCode === undefined ? undefined : `${task.stopCode}: ${task.stoppedReason ?? ""}`;
  return [
    ["task", task?.taskArn ?? taskId],
    ["revision", stackOutputs?.taskDefinitionArn],
    ["role", stackOutputs?.taskRoleArn],
    ["status", `last ${lastStatus}, desired ${desiredStatus}`],
    ["stopped", stopped],
    ["address", listed(addresses)],
    ["capacity", listed(capacity)],
  ] as const;
}

function containerText(container: ContainerSnapshot): string {
  const { lastStatus, healthStatus, exitCode, reason, imageDigest } = container;
  const code = exitCode === undefined ? undefined : `exit code ${String(exitCode)}`;
  return listed([lastStatus, healthStatus, code, reason, imageDigest]);
}

/** Calls to AWS by name; what an agent here is asked costs nothing. */
function callsText({ target, calls }: RunRecord): string {
  if (target !== "fargate") return "";
  return listed(Object.entries(calls).map(([name, count]) => `${name} ${String(count)}`));
}

function listed(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}
