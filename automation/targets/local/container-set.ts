import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { isoTime, systemClock } from "../../clock.ts";
import { messageOf } from "../../errors.ts";
import { LocalContainer, type Program } from "./container.ts";
import { commandCheck, watchHealth } from "./health.ts";
import type { TaskJournal } from "./task-journal.ts";

/** Where the containers of a task run. */
export interface ContainerSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly stream: (container: string) => string;
}

/** The containers of one task: started in the order of `dependsOn`, stopped in reverse. */
export class ContainerSet {
  readonly #journal: TaskJournal;
  readonly #definitions: readonly ContainerDefinition[];
  readonly #onExit: (definition: ContainerDefinition, exitCode: number) => void;
  readonly #health = new AbortController();
  readonly #running: LocalContainer[] = [];

  constructor(
    journal: TaskJournal,
    definitions: readonly ContainerDefinition[],
    onExit: (definition: ContainerDefinition, exitCode: number) => void,
  ) {
    this.#journal = journal;
    this.#definitions = definitions;
    this.#onExit = onExit;
  }

  /** Process groups in the order of their start. */
  get groups(): readonly { readonly group: number; readonly stopTimeout: number }[] {
    return this.#running.map(({ group, definition }) => ({
      group,
      stopTimeout: definition.stopTimeout,
    }));
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

  /** Starts a container and watches its health and its exit. Throws when its program cannot be started. */
  async start(
    definition: ContainerDefinition,
    program: Program | undefined,
    { environment, stream }: ContainerSurroundings,
  ): Promise<void> {
    const { name, healthCheck } = definition;
    if (program === undefined) throw new Error(`CannotPullContainerError: no program for ${name}`);
    const container = await LocalContainer.start(
      definition,
      program,
      environment,
      stream(name),
    ).catch((error: unknown) => {
      const reason = `CannotStartContainerError: ${messageOf(error)}`;
      this.#journal.changeContainer(name, { lastStatus: "STOPPED", reason });
      throw new Error(`${reason} (container ${name})`, { cause: error });
    });
    this.#running.push(container);
    this.#journal.changeContainer(name, { lastStatus: "RUNNING", startedAt: isoTime(Date.now()) });
    void container.exited.then((exitCode) => {
      const stoppedAt = isoTime(Date.now());
      this.#journal.changeContainer(name, { lastStatus: "STOPPED", exitCode, stoppedAt });
      this.#onExit(definition, exitCode);
    });
    if (healthCheck === undefined) return;
    void watchHealth(
      healthCheck,
      commandCheck(healthCheck, environment),
      systemClock,
      (healthStatus) => {
        this.#journal.changeContainer(name, { healthStatus });
      },
      this.#health.signal,
    );
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
