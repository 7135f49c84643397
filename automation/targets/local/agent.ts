import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { writeJsonAtomic } from "../../atomic-file.ts";
import { systemClock } from "../../clock.ts";
import { messageOf } from "../../errors.ts";
import { identityOf } from "../../processes.ts";
import {
  markName,
  taskIdName,
  type AgentFiles,
  type AgentSpec,
  type AgentState,
} from "./agent-files.ts";
import { killMarked, removeFolder } from "./clean-up.ts";
import { ContainerSet } from "./container-set.ts";
import { isPortFree } from "./port.ts";
import { findPrograms } from "./programs.ts";
import { TaskJournal } from "./task-journal.ts";
import { Watchdog } from "./watchdog.ts";

/** Why a task ends. */
interface Ending {
  readonly stopCode: string;
  readonly reason: string;
}

/** Ends the start or the run of a task; carries why. */
class TaskEnd extends Error {
  readonly ending: Ending;

  constructor(stopCode: string, reason: string) {
    super(reason);
    this.ending = { stopCode, reason };
  }
}

/**
 * What the ECS agent is to Fargate: runs the containers of one task as process groups, in the order of `dependsOn`, and
 * stops them in reverse, telling the task's life in snapshots.
 */
export class Agent {
  readonly #spec: AgentSpec;
  readonly #files: AgentFiles;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #journal: TaskJournal;
  readonly #ending = new AbortController();
  readonly #containers: ContainerSet;
  #watchdog: Watchdog | null = null;
  #temporaryFolder: string | null = null;
  #cleanedUp = false;

  constructor(spec: AgentSpec, files: AgentFiles, environment: NodeJS.ProcessEnv) {
    this.#spec = spec;
    this.#files = files;
    const folder = files.mark.slice(markName.length + 1);
    this.#environment = { ...environment, [taskIdName]: spec.taskId, [markName]: folder };
    this.#journal = new TaskJournal(
      files.snapshots,
      spec.taskId,
      spec.containers.map(({ name, image, healthCheck }) => ({
        name,
        image,
        lastStatus: "PENDING",
        ...(healthCheck === undefined ? {} : { healthStatus: "UNKNOWN" }),
      })),
    );
    this.#containers = new ContainerSet(this.#journal, spec.containers, (definition, exitCode) => {
      this.#exited(definition, exitCode);
    });
  }

  /** Asks for the end of the task; the first reason stands. */
  stop(stopCode: string, reason: string): void {
    this.#ending.abort(new TaskEnd(stopCode, reason));
  }

  /** The task's whole life; resolves when it is STOPPED and nothing of it is left. */
  async run(): Promise<void> {
    try {
      await this.#start();
      await systemClock.sleep(2 ** 31 - 1, this.#ending.signal);
    } catch (error) {
      await this.#end(
        error instanceof TaskEnd
          ? error.ending
          : { stopCode: "TaskFailedToStart", reason: messageOf(error) },
      );
    }
  }

  async #start(): Promise<void> {
    const journal = this.#journal;
    const { signal } = this.#ending;
    // First the state: whoever sees a snapshot looks for it, to tell whether the agent lives.
    this.#startWatchdog();
    journal.task({ lastStatus: "PROVISIONING" });
    if (!(await isPortFree(this.#spec.port))) {
      throw new Error(
        `Port ${String(this.#spec.port)} is in use; leave out --port to use a free one, or end what listens there.`,
      );
    }
    this.#temporaryFolder = mkdtempSync(join(tmpdir(), "mayfly-"));
    this.#watchdog?.tell({ temporaryFolder: this.#temporaryFolder });
    this.#saveState();
    journal.task(
      { lastStatus: "PENDING", privateAddress: "127.0.0.1" },
      "connectivityAt",
      "pullStartedAt",
    );
    const programs = await findPrograms(this.#spec, this.#environment, signal);
    journal.task({}, "pullStoppedAt");
    const environment = { ...this.#environment, TMPDIR: this.#temporaryFolder };
    for (const definition of this.#spec.containers) {
      await this.#containers.waitForDependencies(definition, signal);
      signal.throwIfAborted();
      await this.#containers.start(definition, programs[definition.name], {
        environment,
        stream: this.#files.stream,
      });
      for (const group of this.#containers.groups.slice(-1)) this.#watchdog?.tell(group);
      this.#saveState();
    }
    signal.throwIfAborted();
    journal.task({ lastStatus: "ACTIVATING" });
    journal.task({ lastStatus: "RUNNING" }, "startedAt");
  }

  #startWatchdog(): void {
    const watchdog = new Watchdog();
    this.#watchdog = watchdog;
    watchdog.tell({ mark: this.#files.mark });
    if (this.#temporaryFolder !== null) {
      watchdog.tell({ temporaryFolder: this.#temporaryFolder });
    }
    for (const group of this.#containers.groups) watchdog.tell(group);
    this.#saveState();
    void watchdog.exited.then(() => {
      if (!this.#cleanedUp && this.#watchdog === watchdog) this.#startWatchdog();
    });
  }

  #exited({ name, essential }: ContainerDefinition, exitCode: number): void {
    if (!essential) return;
    if (this.#journal.snapshot.startedAt === undefined) {
      this.stop(
        "TaskFailedToStart",
        `The ${name} container exited with code ${String(exitCode)} before the task was RUNNING.`,
      );
    } else {
      this.stop("EssentialContainerExited", `Essential container in task exited: ${name}`);
    }
  }

  async #end({ stopCode, reason }: Ending): Promise<void> {
    const journal = this.#journal;
    // Whatever comes from now on, this is why the task ends.
    this.stop(stopCode, reason);
    const ran = journal.snapshot.startedAt !== undefined;
    const desired = { desiredStatus: "STOPPED", stopCode, stoppedReason: reason };
    if (ran) journal.task({ ...desired, lastStatus: "DEACTIVATING" }, "stoppingAt");
    else journal.task(desired, "stoppingAt");
    journal.task({ lastStatus: "STOPPING" });
    await this.#containers.stop();
    journal.task({ lastStatus: "DEPROVISIONING" }, "executionStoppedAt");
    killMarked(this.#files.mark);
    if (this.#temporaryFolder !== null) {
      await removeFolder(this.#temporaryFolder).catch(() => undefined);
    }
    this.#cleanedUp = true;
    await this.#watchdog?.dismiss();
    journal.task({ lastStatus: "STOPPED" }, "stoppedAt");
    rmSync(this.#files.state, { force: true });
  }

  #saveState(): void {
    writeJsonAtomic(this.#files.state, {
      agent: identityOf(process.pid),
      watchdog: this.#watchdog === null ? null : identityOf(this.#watchdog.pid),
      groups: this.#containers.groups,
      temporaryFolder: this.#temporaryFolder,
    } satisfies AgentState);
  }
}
