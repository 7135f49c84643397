import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { systemClock } from "../../clock.ts";
import { messageOf, withoutDot } from "../../errors.ts";
import type { ContainerExit, HealthStatus, RunningContainer } from "../agent/runtime.ts";
import type { EngineContainer } from "./engine-api.ts";
import { LineWriter } from "./line-writer.ts";

/** Milliseconds between two looks at the health of a container, until it is told and after. */
const lookMs = { first: 200, later: 1000 };
/** Milliseconds that the last lines of a container may take after its end. */
const lastLinesMs = 5000;
/** Milliseconds for which an engine may be away, as when it is restarted, before the container counts as lost. */
const awayMs = 15_000;

/** Health in the words of ECS, by that of Docker. */
const healthStatuses: Readonly<Record<string, HealthStatus>> = {
  healthy: "HEALTHY",
  unhealthy: "UNHEALTHY",
};

/** A container of a task on a Docker engine. */
export class DockerContainer implements RunningContainer {
  readonly definition: ContainerDefinition;
  readonly exited: Promise<ContainerExit>;
  readonly privateAddress?: string;
  readonly #container: EngineContainer;

  private constructor(
    definition: ContainerDefinition,
    container: EngineContainer,
    address: string,
    exited: Promise<ContainerExit>,
  ) {
    this.definition = definition;
    this.#container = container;
    this.exited = exited;
    if (address !== "") this.privateAddress = address;
  }

  /** Starts a container that was created; what it prints goes to the end of the file. Throws when it cannot be started. */
  static async start(
    definition: ContainerDefinition,
    container: EngineContainer,
    streamPath: string,
    signal: AbortSignal,
  ): Promise<DockerContainer> {
    const writer = new LineWriter(streamPath);
    try {
      const { ended } = await container.attach(writer.hear);
      await container.start(signal);
      const { address } = await container.state();
      const exited = exitOf(container).then(async (exit) => {
        await Promise.race([ended, systemClock.sleep(lastLinesMs)]);
        writer.close();
        return exit;
      });
      return new DockerContainer(definition, container, address, exited);
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.#container.stop(this.definition.stopTimeout);
    } catch {
      // The engine refused, or is gone: the end of the container says which.
    }
    await this.exited;
  }

  async watchHealth(tell: (status: HealthStatus) => void, signal: AbortSignal): Promise<void> {
    let status: HealthStatus = "UNKNOWN";
    while (!signal.aborted) {
      const { health } = await this.#container.state().catch(() => ({ health: undefined }));
      const next: HealthStatus = healthStatuses[health ?? ""] ?? status;
      // Read again: it may have been aborted while the engine was asked.
      if (isAborted(signal)) return;
      if (next !== status) tell(next);
      status = next;
      const pause = status === "UNKNOWN" ? lookMs.first : lookMs.later;
      await systemClock.sleep(pause, signal).catch(() => undefined);
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Waits for the end of a container, also over a restart of the engine. */
async function exitOf(container: EngineContainer): Promise<ContainerExit> {
  let deadline = Number.POSITIVE_INFINITY;
  for (;;) {
    try {
      await container.wait();
      const { exitCode, isOutOfMemory } = await container.state();
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
      return isOutOfMemory
        ? { exitCode, reason: "OutOfMemoryError: Container killed due to memory usage" }
        : { exitCode };
    } catch (error) {
      deadline = Math.min(deadline, Date.now() + awayMs);
      if (Date.now() > deadline) {
        const reason = `DockerTimeoutError: the engine does not tell how the container ended: ${withoutDot(messageOf(error))}.`;
        return { exitCode: null, reason };
      }
      await systemClock.sleep(250);
    }
  }
}
