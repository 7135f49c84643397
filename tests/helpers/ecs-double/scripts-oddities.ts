/** Tasks whose description is not what one expects. */
import { ordinaryTask, type OrdinaryTaskOptions } from "./scripts-ordinary.ts";
import type { TaskScript } from "./script.ts";

/** Fast machines: whole states pass within `stepMs`, so that a poller sees some of them never. */
export function skipsStates({
  stepMs = 40,
  ...options
}: OrdinaryTaskOptions & { readonly stepMs?: number } = {}): TaskScript {
  return ordinaryTask({
    pendingAt: stepMs,
    activatingAt: stepMs * 2,
    pullStartedAt: stepMs * 2,
    pullMs: stepMs,
    healthyAfterMs: stepMs,
    noticeMs: stepMs,
    tailMs: stepMs * 10,
    ...options,
  });
}

/** The crawler ends the moment it has started; its lines are all said at its start. */
export function endsAtOnce(options: OrdinaryTaskOptions = {}): TaskScript {
  return ordinaryTask({ crawlMs: 0, noticeMs: 0, ...options });
}

/** The task failed to start before ECS knew its containers: every description has `containers: []`. */
export function emptyContainers({
  reason = "RESOURCE:GPU",
  afterMs = 4_000,
}: { readonly reason?: string; readonly afterMs?: number } = {}): TaskScript {
  return {
    steps: [
      { at: 0, containers: "none" },
      {
        at: afterMs,
        lastStatus: "STOPPED",
        desiredStatus: "STOPPED",
        version: 2,
        stopCode: "TaskFailedToStart",
        stoppedReason: reason,
        times: { stoppingAt: afterMs, stoppedAt: afterMs },
      },
    ],
  };
}
