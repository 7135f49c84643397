import { builtImage } from "../../infra/container-definitions.ts";
import { interfaceName, isPending, type StallCause, type StallContext } from "./stall-context.ts";
import type { ContainerSnapshot } from "./task-snapshot.ts";

/**
 * PROVISIONING ends when the network interface is attached
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html); without one, Fargate
 * looks for capacity still, for up to half an hour (https://github.com/aws/containers-roadmap/issues/2381).
 */
export function causeOfProvisioning({ snapshot, eniSeconds }: StallContext): StallCause {
  const { eniStatus, capacityProviderName } = snapshot;
  const since = `for ${String(eniSeconds)} s`;
  if (eniStatus === undefined || eniStatus === "PRECREATED") {
    const spot = capacityProviderName === "FARGATE_SPOT";
    return {
      waitsFor: `capacity:${eniStatus ?? ""}`,
      explanation: spot
        ? "Fargate Spot has no capacity for the task yet; --capacity on-demand would not wait for it."
        : "Fargate has no capacity or no network interface for the task yet.",
    };
  }
  return {
    waitsFor: `eni:${eniStatus}`,
    explanation:
      eniStatus === "ATTACHED"
        ? `The ${interfaceName(snapshot)} has been ATTACHED ${since}; ECS has not said that the task went on.`
        : `The ${interfaceName(snapshot)} has been ${eniStatus} ${since}; the subnet may lack free addresses, or EC2 is slow.`,
  };
}

/** PENDING and ACTIVATING: the pull, then containers that wait for others. */
export function causeOfStarting(context: StallContext): StallCause {
  const { snapshot, nowMs } = context;
  const { pullStartedAt, pullStoppedAt } = snapshot;
  if (pullStartedAt === undefined && snapshot.containers.every(isPending)) {
    return {
      waitsFor: "pull:begin",
      explanation:
        "The image pull has not begun: Fargate prepares the host, or fetches secrets and registry credentials.",
    };
  }
  const held = heldContainer(context);
  if (held !== undefined) return held;
  if (pullStoppedAt === undefined && snapshot.containers.every(isPending)) {
    const pulling = Math.max(0, secondsBetween(pullStartedAt, nowMs) ?? 0);
    // --build makes it before Selenium's is pulled, and it is pulled from nowhere.
    if (snapshot.containers.some(({ image }) => image === builtImage)) {
      return {
        waitsFor: "build:end",
        explanation: `The crawler's image is being built, or Selenium's pulled, for ${String(pulling)} s; task/build.log in the run folder has what the build prints.`,
      };
    }
    return {
      waitsFor: "pull:end",
      explanation: `The images have been pulled for ${String(pulling)} s; they are big, or the registry is slow.`,
    };
  }
  const waiting = snapshot.containers.filter(isPending).map(({ name }) => name);
  const ended = snapshot.containers.filter(({ lastStatus }) => lastStatus === "STOPPED");
  if (waiting.length === 0 && ended.length > 0) {
    const names = ended.map(({ name }) => name).join(" and ");
    return { waitsFor: "stop", explanation: `${names} stopped; ECS has not stopped the task yet.` };
  }
  return waiting.length === 0
    ? {
        waitsFor: "running",
        explanation: "All containers run; ECS has not said that the task is RUNNING.",
      }
    : {
        waitsFor: `start:${waiting.join(",")}`,
        explanation: `The images are there; ${waiting.join(" and ")} ${waiting.length === 1 ? "is" : "are"} not started yet.`,
      };
}

/** A container that is not started because another one is not as it must be. */
function heldContainer(context: StallContext): StallCause | undefined {
  const { snapshot, containers } = context;
  const find = (name: string): ContainerSnapshot | undefined =>
    snapshot.containers.find((container) => container.name === name);
  for (const { name, dependsOn } of containers.filter((container) =>
    isPending(find(container.name)),
  )) {
    for (const { containerName, condition } of dependsOn) {
      const other = find(containerName);
      // While it is pulled it is the pull that all wait for; after that, ECS may still call it PENDING.
      if (other === undefined || (isPending(other) && snapshot.pullStoppedAt === undefined))
        continue;
      if (condition === "START" || other.healthStatus === "HEALTHY") continue;
      const status =
        other.lastStatus === "STOPPED" ? "STOPPED" : (other.healthStatus ?? other.lastStatus);
      return {
        waitsFor: `${name}:${containerName}:${status}`,
        explanation: `${name} is held by ${containerName}: ${status} ${patience(other, context)}.`,
      };
    }
  }
  return undefined;
}

/**
 * "for 95 s of 120": how long a container has been waited for. ECS gives containers no start time, so it is counted from
 * the end of the pull, and never for longer than the state has lasted.
 */
function patience(other: ContainerSnapshot, context: StallContext): string {
  const { snapshot, containers, seconds, nowMs } = context;
  const since = secondsBetween(other.startedAt ?? snapshot.pullStoppedAt, nowMs) ?? seconds;
  const limit = containers.find(({ name }) => name === other.name)?.startTimeout;
  return `for ${String(Math.min(Math.max(0, since), seconds))} s ${
    limit === undefined ? "with no startTimeout, so ECS waits for hours" : `of ${String(limit)}`
  }`;
}

function secondsBetween(from: string | undefined, nowMs: number): number | undefined {
  return from === undefined ? undefined : Math.floor((nowMs - Date.parse(from)) / 1000);
}
