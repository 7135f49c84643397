import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import type { LogBatch } from "../target.ts";
import type { AwsApi } from "./aws-api.ts";
import { LogDrain, mayHaveRun } from "./log-drain.ts";
import { readLogPage } from "./log-page.ts";
import { taskIdOf } from "./task-names.ts";

/** Empty pages in a row, each with a new token, after which a look ends: some emulators give new tokens for ever. */
const mostEmptyPages = 5;

/** One look at one container's log. */
export interface LogLook {
  readonly taskArn: string;
  readonly container: string;
  readonly cursor: string;
  /** The task as it was seen last; null when it never was. */
  readonly task: TaskSnapshot | null;
  /** Whether the task has stopped and the stream is read to its end. */
  readonly final: boolean;
}

/** Reads the log streams of one task. */
export class FargateLogs {
  readonly #aws: AwsApi;
  readonly #clock: Clock;
  readonly #outputs: Pick<StackOutputs, "logGroupName" | "logStreamPrefix">;
  readonly #tell: (message: string) => void;
  readonly #drains = new Map<string, LogDrain>();
  readonly #emptyPages = new Map<string, number>();

  constructor(
    aws: AwsApi,
    clock: Clock,
    outputs: Pick<StackOutputs, "logGroupName" | "logStreamPrefix">,
    tell: (message: string) => void = () => undefined,
  ) {
    this.#tell = tell;
    this.#aws = aws;
    this.#clock = clock;
    this.#outputs = outputs;
  }

  async read(look: LogLook, signal: AbortSignal): Promise<LogBatch> {
    const { taskArn, container, cursor, task, final } = look;
    if (!final && isBeforeStart(task, container)) return { lines: [], cursor, more: false };
    const { logGroupName, logStreamPrefix } = this.#outputs;
    const stream = {
      logGroupName,
      logStreamName: `${logStreamPrefix}/${container}/${taskIdOf(taskArn)}`,
    };
    const read = async () => {
      const page = await readLogPage(this.#aws, stream, cursor, signal);
      const empty = page.lines.length > 0 ? 0 : (this.#emptyPages.get(container) ?? 0) + 1;
      this.#emptyPages.set(container, empty);
      return { ...page, moved: page.moved && empty < mostEmptyPages };
    };
    if (!final) {
      const page = await read();
      if (!page.moved) this.#emptyPages.delete(container);
      return { lines: page.lines, times: page.times, cursor: page.cursor, more: page.moved };
    }
    const drain = this.#drains.get(container) ?? new LogDrain(this.#clock);
    this.#drains.set(container, drain);
    const page = await drain.next(read, task, container, signal);
    if (page.complete && page.found !== "stream" && mayHaveRun(task, container)) {
      this.#tell(
        page.found === "noGroup"
          ? `There is no log of ${container}: the log group ${logGroupName} does not exist.`
          : `There is no log of ${container}: its stream did not come; "mayfly logs" may find it later in ${logGroupName}.`,
      );
    }
    return { lines: page.lines, times: page.times, cursor: page.cursor, more: !page.complete };
  }
}

/** Before a container starts, its stream cannot be there: no call is spent on it. */
function isBeforeStart(task: TaskSnapshot | null, name: string): boolean {
  if (task === null) return false;
  if (["PROVISIONING", "PENDING"].includes(task.lastStatus)) return true;
  const container = task.containers.find((candidate) => candidate.name === name);
  return task.lastStatus === "ACTIVATING" && container?.lastStatus === "PENDING";
}
