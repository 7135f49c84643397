import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { isoTime, systemClock } from "../../clock.ts";
import { messageOf } from "../../errors.ts";
import type { ContainerExit, RunningContainer } from "./runtime.ts";
import type { TaskJournal } from "./task-journal.ts";

/** The containers of one task: started in the order of `dependsOn`, stopped in reverse. */
export class ContainerSet {
  readonly #journal: TaskJournal;
  readonly #definitions: readonly ContainerDefinition[];
  readonly #onExit: (definition: ContainerDefinition, exit: ContainerExit) => void;
  readonly #health = new AbortController();
  readonly #running: RunningContainer[] = [];

  constructor(
    journal: TaskJournal,
    definitions: readonly ContainerDefinition[],
    onExit: (definition: ContainerDefinition, exit: ContainerExit) => void,
  ) {
    this.#journal = journal;
    this.#definitions = definitions;
    this.#onExit = onExit;
  }

  /**
   * Waits for what the container depends on. Throws when that does not come within its `startTimeout`, and the signal's
   * reason when it is aborted.
   */
  async waitForDependencies(definition: ContainerDefinition, signal: AbortSignal): Promise<void> {
    for (const { containerName, condition } of definition.dependsOn) {
      // Containers start one after the other, so START is met.
      if (condition !== "HEALTHY") continue;
      const dependency = this.#definitions.find(({ name }) => name === containerName);
      const startTimeout = dependency?.startTimeout ?? 120;
      const deadline = Date.now() + startTimeout * 1000;
      while (this.#journal.container(containerName)?.healthStatus !== "HEALTHY") {
        if (Date.now() > deadline) {
          throw new Error(
            `The ${containerName} container did not become HEALTHY within its startTimeout of ${String(startTimeout)} seconds; ${definition.name} was not started.`,
          );
        }
        await systemClock.sleep(20, signal);
      }
    }
  }

  /**
   * Starts a container and watches its health and its exit. Throws when it cannot be started, and the signal's reason where that
   * has cut the start short.
   */
  async start(
    definition: ContainerDefinition,
    begin: () => Promise<RunningContainer>,
    signal: AbortSignal,
  ): Promise<RunningContainer> {
    const { name, healthCheck } = definition;
    const container = await begin().catch((error: unknown) => {
      signal.throwIfAborted();
      const reason = `CannotStartContainerError: ${messageOf(error)}`;
      this.#journal.changeContainer(name, { lastStatus: "STOPPED", reason });
      throw new Error(`${reason} (container ${name})`, { cause: error });
    });
    this.#running.push(container);
    this.#journal.changeContainer(name, { lastStatus: "RUNNING", startedAt: isoTime(Date.now()) });
    void container.exited.then((exit) => {
      const { exitCode, reason } = exit;
      this.#journal.changeContainer(name, {
        lastStatus: "STOPPED",
        ...(exitCode === null ? {} : { exitCode }),
        ...(reason === undefined ? {} : { reason }),
        stoppedAt: isoTime(Date.now()),
      });
      this.#onExit(definition, exit);
    });
    if (healthCheck !== undefined) {
      void container.watchHealth((healthStatus) => {
        this.#journal.changeContainer(name, { healthStatus });
      }, this.#health.signal);
    }
    return container;
  }

  /** Stops all that run, the last started first; then none is without a last status of STOPPED. */
  async stop(): Promise<void> {
    this.#health.abort();
    for (const container of this.#running.toReversed()) {
      await container.stop();
      await container.exited;
    }
    for (const { name } of this.#definitions) {
      if (this.#journal.container(name)?.lastStatus !== "STOPPED") {
        this.#journal.changeContainer(name, { lastStatus: "STOPPED" });
      }
    }
  }
}
