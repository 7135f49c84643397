import {
  interfaceName,
  type StallCause,
  type StallContainer,
  type StallContext,
} from "./stall-context.ts";

/**
 * DEACTIVATING and STOPPING: containers that were told to end, within their stop time-outs. They stop in the reverse
 * order of `dependsOn`, one after the other
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html).
 */
export function causeOfStopping({ snapshot, containers, seconds }: StallContext): StallCause {
  const alive = snapshot.containers
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .map(({ name }) => name);
  const first = alive.filter(
    (name) => !dependents(name, containers).some((other) => alive.includes(other.name)),
  );
  if (first.length === 0) {
    return {
      waitsFor: "containers:reported",
      explanation: "All containers have stopped; ECS has not said that the task went on.",
    };
  }
  const causes = first.map((name) => {
    const limit = secondsToStop(name, containers);
    return seconds <= limit
      ? {
          waitsFor: `${name}:stopping`,
          explanation: `${name} is inside its stop time-out, which ends ${String(limit)} s after the stop`,
        }
      : {
          waitsFor: `${name}:late`,
          explanation: `${name} still runs, though its stop time-out ended ${String(limit)} s after the stop`,
        };
  });
  return {
    waitsFor: causes.map(({ waitsFor }) => waitsFor).join(","),
    explanation: `${causes.map(({ explanation }) => explanation).join("; ")}.`,
  };
}

/** DEPROVISIONING ends when the network interface is gone. */
export function causeOfReleasing({ snapshot }: StallContext): StallCause {
  const { eniStatus } = snapshot;
  const status = eniStatus === undefined ? "" : ` (${eniStatus})`;
  return {
    waitsFor: `eni:${eniStatus ?? ""}`,
    explanation: `The containers have ended and their exit codes are final; Fargate releases the ${interfaceName(snapshot)}${status}.`,
  };
}

/** Seconds from the stop of the task to the SIGKILL of a container: its stop time-out after those of its dependents. */
function secondsToStop(name: string, containers: readonly StallContainer[]): number {
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: 30 where none is set.
  const own = containers.find((container) => container.name === name)?.stopTimeout ?? 30;
  return own + Math.max(0, ...dependents(name, containers).map((other) => other.stopTimeout));
}

function dependents(
  name: string,
  containers: readonly StallContainer[],
): readonly StallContainer[] {
  return containers.filter(({ dependsOn }) =>
    dependsOn.some(({ containerName }) => containerName === name),
  );
}
