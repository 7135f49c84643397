import { rmSync } from "node:fs";
import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { writeJsonAtomic } from "../../atomic-file.ts";
import { systemClock } from "../../clock.ts";
import { messageOf } from "../../errors.ts";
import { identityOf } from "../../processes.ts";
import type { AgentFiles, AgentSpec, AgentState, Leftovers } from "./agent-files.ts";
import { ContainerSet } from "./container-set.ts";
import type { ContainerExit, TaskRuntime } from "./runtime.ts";
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
 * What the ECS agent is to Fargate: runs the containers of one task, in the order of `dependsOn`, and stops them in reverse,
 * telling the task's life in snapshots.
 */
export class Agent {
  readonly #spec: AgentSpec;
  readonly #files: AgentFiles;
  readonly #runtime: TaskRuntime;
  readonly #journal: TaskJournal;
  readonly #ending = new AbortController();
  readonly #containers: ContainerSet;
  #watchdog: Watchdog | null = null;
  #leftovers: Leftovers = { groups: [], temporaryFolder: null, docker: null };
  #cleanedUp = false;

  constructor(spec: AgentSpec, files: AgentFiles, runtime: TaskRuntime) {
    this.#spec = spec;
    this.#files = files;
    this.#runtime = runtime;
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
    this.#containers = new ContainerSet(this.#journal, spec.containers, (definition, exit) => {
      this.#exited(definition, exit);
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
      // A step that was cut short says how it ended, not why.
      const why: unknown = this.#ending.signal.reason ?? error;
      await this.#end(
        why instanceof TaskEnd
          ? why.ending
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
    const network = await this.#runtime.provision(this.#tell, signal);
    journal.task({ lastStatus: "PENDING", ...network }, "connectivityAt", "pullStartedAt");
    for (const [name, image] of Object.entries(await this.#runtime.pull(signal))) {
      journal.changeContainer(name, image);
    }
    journal.task({}, "pullStoppedAt");
    for (const definition of this.#spec.containers) {
      await this.#containers.waitForDependencies(definition, signal);
      signal.throwIfAborted();
      const stream = this.#files.stream(definition.name);
      const { privateAddress } = await this.#containers.start(
        definition,
        async () => this.#runtime.start(definition, stream, this.#tell, signal),
        signal,
      );
      if (privateAddress !== undefined) journal.task({ privateAddress });
    }
    signal.throwIfAborted();
    journal.task({ lastStatus: "ACTIVATING" });
    journal.task({ lastStatus: "RUNNING" }, "startedAt");
  }

  #startWatchdog(): void {
    const watchdog = new Watchdog();
    this.#watchdog = watchdog;
    watchdog.tell({ mark: this.#files.mark });
    const { temporaryFolder, docker, groups } = this.#leftovers;
    if (temporaryFolder !== null) watchdog.tell({ temporaryFolder });
    if (docker !== null) watchdog.tell({ docker });
    for (const group of groups) watchdog.tell(group);
    this.#saveState();
    void watchdog.exited.then(() => {
      if (!this.#cleanedUp && this.#watchdog === watchdog) this.#startWatchdog();
    });
  }

  /** Notes what must be cleaned up should this process die. */
  readonly #tell = ({ groups = [], temporaryFolder = null, docker = null }: Partial<Leftovers>) => {
    const before = this.#leftovers;
    this.#leftovers = {
      groups: [...before.groups, ...groups],
      temporaryFolder: temporaryFolder ?? before.temporaryFolder,
      docker: docker ?? before.docker,
    };
    if (temporaryFolder !== null) this.#watchdog?.tell({ temporaryFolder });
    if (docker !== null) this.#watchdog?.tell({ docker });
    for (const group of groups) this.#watchdog?.tell(group);
    this.#saveState();
  };

  #exited({ name, essential }: ContainerDefinition, { exitCode, reason }: ContainerExit): void {
    if (!essential) return;
    if (exitCode === null) {
      this.stop("InfrastructureHealth", reason ?? `How the ${name} container ended is not known.`);
    } else if (this.#journal.snapshot.startedAt === undefined) {
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
    const isClean = await this.#runtime.cleanUp().then(
      () => true,
      (error: unknown) => {
        // To its log; the state stays, by which the next command tries again.
        process.stderr.write(`Not everything of the task could be removed: ${messageOf(error)}\n`);
        return false;
      },
    );
    this.#cleanedUp = true;
    await this.#watchdog?.dismiss();
    journal.task({ lastStatus: "STOPPED" }, "stoppedAt");
    if (isClean) rmSync(this.#files.state, { force: true });
  }

  #saveState(): void {
    writeJsonAtomic(this.#files.state, {
      agent: identityOf(process.pid),
      watchdog: this.#watchdog === null ? null : identityOf(this.#watchdog.pid),
      ...this.#leftovers,
    } satisfies AgentState);
  }
}
