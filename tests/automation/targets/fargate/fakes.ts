import type { Clock } from "../../../../automation/clock.ts";
import type {
  AwsApi,
  AwsTask,
  GetLogEventsOutput,
} from "../../../../automation/targets/fargate/aws-api.ts";
import { awsError, type AwsError } from "../../../../automation/targets/fargate/aws-error.ts";
import { goodOutputs } from "../../../infra/helpers/good-outputs.ts";

/** A signal that is never aborted. */
export const signal: AbortSignal = new AbortController().signal;

/** The outputs of a stack. */
export const outputs = goodOutputs;
const { region } = outputs;

/** ARN of the task that the fakes start. */
export const taskArn = `arn:aws:ecs:${region}:123456789012:task/crawl/0123456789abcdef0123456789abcdef`;

/** A clock that moves when slept on, and remembers how long. */
export function fakeClock(): Clock & { readonly slept: number[] } {
  let nowMs = Date.parse("2026-11-24T12:00:00.000Z");
  const slept: number[] = [];
  return {
    slept,
    now: () => nowMs,
    sleep: (ms) => {
      slept.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

/** A task as ECS has it. */
export function awsTask(changes: Partial<AwsTask> = {}): AwsTask {
  return {
    taskArn,
    startedBy: "run-1",
    version: 1,
    lastStatus: "PROVISIONING",
    desiredStatus: "RUNNING",
    capacityProviderName: "FARGATE",
    createdAt: new Date("2026-11-24T12:00:00.000Z"),
    ...changes,
  };
}

/** What a call of the fake answers: in turn, the last for ever; an `Error` is thrown. */
export type Script = {
  readonly [Name in keyof AwsApi]?: readonly (Awaited<ReturnType<AwsApi[Name]>> | Error)[];
};

/** One call that was made. */
export interface MadeCall {
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** AWS by script. A call without a script is an error of the test. */
export function scriptedAws(script: Script): AwsApi & { readonly made: MadeCall[] } {
  const made: MadeCall[] = [];
  const names = [
    "runTask",
    "describeTasks",
    "listTasks",
    "stopTask",
    "getLogEvents",
    "publicAddressOf",
  ] as const;
  const calls = names.map((name) => {
    const answers: unknown[] = [...(script[name] ?? [])];
    const call = (input: MadeCall["input"]): Promise<unknown> => {
      made.push({ call: name, input });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) throw new Error(`The test has no answer to ${name}.`);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    return [name, call] as const;
  });
  return { ...(Object.fromEntries(calls) as unknown as AwsApi), made };
}

/** The inputs of one kind of call. */
export function inputsOf({ made }: { readonly made: MadeCall[] }, name: keyof AwsApi) {
  return made.filter(({ call }) => call === name).map(({ input }) => input);
}

/** What `aws.ts` makes of an exception of that name. */
export function thrownByAws(name: string, message: string, status = 400): AwsError {
  const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
  return awsError(error, { action: "ecs:RunTask", region });
}

/** A page of log events, one second apart. */
export function logPage(token: string, ...messages: string[]): GetLogEventsOutput {
  const events = messages.map((message, index) => ({ timestamp: index * 1000, message }));
  return { events, nextForwardToken: token };
}
