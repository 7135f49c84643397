import type { RunTaskRequest } from "@aws-sdk/client-ecs";
import type { StackOutputs } from "../../../infra/outputs.ts";
import type { ScriptClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { TaskScript } from "./script.ts";
import { stateAt, type TaskState } from "./state.ts";
import { stopped } from "./stopping.ts";
import { hexOf } from "./uuid.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** A task that RunTask started. */
export interface LaunchedTask {
  readonly arn: string;
  /** The last part of its ARN. */
  readonly id: string;
  /** How many tasks were launched before it. */
  readonly index: number;
  /** By the double's clock. */
  readonly createdAt: number;
  readonly request: RunTaskRequest;
  /** Its life; another one after StopTask. */
  readonly script: TaskScript;
}

/** Which script the next task follows. */
export type ScriptOf = (launch: {
  readonly index: number;
  readonly request: RunTaskRequest;
}) => TaskScript;

/** The state of a double: what it shows is a function of the scripts, the time and the calls that it received. */
export class World {
  readonly clock: ScriptClock;
  readonly outputs: StackOutputs;
  readonly faults: Faults;
  /** Calls that wait for the time, or for a task to be started or stopped. */
  readonly waitingRoom: WaitingRoom;
  readonly #tasks: LaunchedTask[] = [];
  readonly #scriptOf: ScriptOf;

  constructor(clock: ScriptClock, outputs: StackOutputs, faults: Faults, scriptOf: ScriptOf) {
    this.clock = clock;
    this.waitingRoom = new WaitingRoom(clock);
    this.outputs = outputs;
    this.faults = faults;
    this.#scriptOf = scriptOf;
  }

  /** In the order of their launch. */
  get tasks(): readonly LaunchedTask[] {
    return this.#tasks;
  }

  launch(request: RunTaskRequest): LaunchedTask {
    const index = this.#tasks.length;
    const id = hexOf(`task ${index}`);
    const { region, clusterArn, clusterName } = this.outputs;
    const account = clusterArn.split(":")[4] ?? "";
    const arn = `arn:aws:ecs:${region}:${account}:task/${clusterName}/${id}`;
    const script = this.#scriptOf({ index, request });
    const task = { arn, id, index, createdAt: this.clock.now(), request, script };
    this.#tasks.push(task);
    this.waitingRoom.changed();
    return task;
  }

  /** Turns the task's life into its tail. */
  stop(task: LaunchedTask, reason?: string): LaunchedTask {
    const script = stopped(task.script, this.clock.now() - task.createdAt, reason);
    const after = { ...task, script };
    this.#tasks[task.index] = after;
    this.waitingRoom.changed();
    return after;
  }

  /** The task as it is now. */
  state(task: LaunchedTask): TaskState {
    return stateAt(task.script, this.clock.now() - task.createdAt);
  }

  /** Whether ECS knows the task: not yet within the time of `missingMs`, and not any more some time after its end. */
  knows(task: LaunchedTask): boolean {
    const age = this.clock.now() - task.createdAt;
    const { stoppedAt = Infinity } = this.state(task).times;
    return age >= this.faults.missingMs && age <= stoppedAt + this.faults.forgetAfterMs;
  }

  /** By its id, or its ARN with or without the cluster. */
  find(reference: string): LaunchedTask | undefined {
    const id = reference.split("/").at(-1);
    return this.#tasks.find((task) => task.id === id && this.knows(task));
  }

  /** Whether this is the name or the ARN of the cluster. */
  hasCluster(reference = "default"): boolean {
    const { clusterArn, clusterName } = this.outputs;
    return !this.faults.clusterMissing && [clusterArn, clusterName].includes(reference);
  }

  /** A moment of the clock as the services' own clock has it, in milliseconds. */
  serverTime(at: number = this.clock.now()): number {
    return at + this.faults.skewMs;
  }
}
