import { estimatedCost, type CostEstimate } from "../lifecycle/cost.ts";
import type { RunRecord } from "./record.ts";

/** What the task of a run cost by list price; null on this machine, and where there is no price for it. */
export function runCost(
  { stackOutputs, task }: RunRecord,
  finishedAt: string,
): CostEstimate | null {
  if (stackOutputs === null || task === null) return null;
  return estimatedCost({
    cpu: task.cpu ?? stackOutputs.cpu,
    memoryMiB: task.memoryMiB ?? stackOutputs.memoryMiB,
    // What a task has that asks for none.
    ephemeralStorageGiB: task.ephemeralStorageGiB ?? 20,
    cpuArchitecture: stackOutputs.cpuArchitecture === "ARM64" ? "ARM64" : "X86_64",
    spot: task.capacityProviderName === "FARGATE_SPOT",
    region: stackOutputs.region,
    publicIpv4: task.publicAddress !== undefined,
    pullStartedAt: task.pullStartedAt ?? null,
    stoppedAt: task.stoppedAt ?? finishedAt,
  });
}
