import type { StackOutputs } from "../../../infra/outputs.ts";
import type { AwsCall } from "./calls.ts";
import { ScriptClock } from "./clock.ts";
import { Desk } from "./desk.ts";
import { Faults } from "./faults.ts";
import { Player } from "./player.ts";
import { Quiet } from "./quiet.ts";
import type { TaskScript } from "./script.ts";
import { ordinaryTask } from "./scripts-ordinary.ts";
import { listen } from "./server.ts";
import { account, region, stackOutputs } from "./stack.ts";
import { World, type LaunchedTask, type ScriptOf } from "./world.ts";

/** Settings of a double. */
export interface EcsDoubleOptions {
  /** What tasks do: all the same, one after the other (the last repeats), or by their request. Default: an ordinary task. */
  readonly script?: TaskScript | readonly TaskScript[] | ScriptOf;
  /** Default: a virtual one. */
  readonly clock?: ScriptClock;
  /** Changes to the outputs, such as `eventQueueUrl: null`. */
  readonly outputs?: Partial<StackOutputs>;
}

/** The AWS services that a run on Fargate talks to, on loopback. `await using` ends it. */
export interface EcsDouble extends AsyncDisposable {
  /** For the clients' `endpoint`, or `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** What clients need: endpoint, region, credentials that are none, and no retries, since those wait by the real clock. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** The same for a program in a process of its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Outputs of a stack whose cluster, task definition, logs and queue are here. */
  readonly outputs: StackOutputs;
  readonly clock: ScriptClock;
  /** Every call that was received, in its order; those that met a fault too. */
  readonly calls: readonly AwsCall[];
  readonly faults: Faults;
  /** The tasks that were started, with the scripts that they follow: the truth to compare a report with. */
  readonly tasks: readonly LaunchedTask[];
  /** Moves virtual time on, and lets everybody who wakes on the way do its work. */
  readonly advance: (ms: number) => Promise<void>;
  /**
   * Moves virtual time on until the promise settles. Rejects when that takes more than `limitMs` (default: six hours) of it.
   */
  readonly play: <T>(promise: Promise<T>, limitMs?: number) => Promise<T>;
}

/** Starts a double. */
export async function startEcsDouble(options: EcsDoubleOptions = {}): Promise<EcsDouble> {
  const clock = options.clock ?? new ScriptClock();
  const faults = new Faults();
  const calls: AwsCall[] = [];
  const answer = async (asked: Omit<AwsCall, "at">, signal: AbortSignal) => {
    const call = { ...asked, at: clock.now() };
    calls.push(call);
    return { call, result: await desk.answer(call, signal) };
  };
  const server = await listen({ answer, serverTime: () => world.serverTime() });
  const outputs = stackOutputs(server.endpoint, options.outputs ?? {});
  const world = new World(clock, outputs, faults, scriptOf(options.script));
  const desk = new Desk(world);
  const quiet = new Quiet(server.port, () => world.waitingRoom.waiting);
  const player = new Player(clock, quiet);
  return {
    endpoint: server.endpoint,
    region,
    account,
    clientConfig: {
      endpoint: server.endpoint,
      region,
      credentials: { accessKeyId: "double", secretAccessKey: "double" },
      maxAttempts: 1,
    },
    environment: {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "double",
      AWS_SECRET_ACCESS_KEY: "double",
      AWS_MAX_ATTEMPTS: "1",
    },
    outputs,
    clock,
    calls,
    faults,
    get tasks() {
      return world.tasks;
    },
    advance: player.advance,
    play: player.play,
    [Symbol.asyncDispose]: async () => {
      quiet[Symbol.dispose]();
      await server.close();
    },
  };
}

function scriptOf(script: EcsDoubleOptions["script"] = ordinaryTask()): ScriptOf {
  if (typeof script === "function") return script;
  const scripts = "steps" in script ? [script] : script;
  return ({ index }) => scripts[index] ?? scripts.at(-1) ?? ordinaryTask();
}
