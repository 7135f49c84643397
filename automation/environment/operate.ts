import { isoTime, systemClock } from "../clock.ts";
import { messageOf, MayflyError } from "../errors.ts";
import { PulumiFailure } from "./engine-process.ts";
import { textFailure } from "./engine-text.ts";
import type {
  EnvironmentEvent,
  EnvironmentOperation,
  QuietOperation,
} from "./environment-events.ts";
import { checkedStack, checkedWorkDir, type EnvironmentOptions } from "./environment-options.ts";
import { failureOf } from "./failure.ts";
import { foldEngineEvent } from "./engine-events.ts";
import { noProgress } from "./progress.ts";
import { openSession, type Session } from "./session.ts";
import { Watch } from "./watch.ts";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";

/** What an operation came to. */
export interface Operated {
  /** Resources by Pulumi's word for what was, or would be, done. */
  readonly changes: Readonly<Record<string, number>>;
  readonly durationMs: number;
}

/** What one operation does with an open session; gives the outputs it ended with, secret ones masked. */
type Act = (
  session: Session,
  onEngineEvent: (event: EngineEvent) => void,
) => Promise<Readonly<Record<string, unknown>> | null>;

/**
 * Does one operation from its first event to its last: watches over signals and deadline, folds what the engine tells,
 * and turns whatever goes wrong into an {@link EnvironmentError}.
 */
export async function operate(
  operation: EnvironmentOperation,
  options: EnvironmentOptions,
  act: Act,
): Promise<Operated> {
  const stack = checkedStack(options.stack);
  const workDir = checkedWorkDir(options.workDir);
  const beganMs = systemClock.now();
  let progress = noProgress;
  const tell = ({ type, ...news }: { readonly type: EnvironmentEvent["type"] }): void => {
    const at = isoTime(systemClock.now());
    options.onEvent?.({ type, at, stack, operation, ...news } as EnvironmentEvent);
  };
  const finish = (outcome: string, outputs: object | null, error: string | null): Operated => {
    const durationMs = systemClock.now() - beganMs;
    const changes = progress.changes ?? progress.done;
    const last = { outcome, changes, durationMs, outputs, error };
    tell({ type: "environment.finished", ...last });
    return { changes, durationMs };
  };
  tell({ type: "environment.started", ...{ workDir } });
  let outputs: Readonly<Record<string, unknown>> | null;
  try {
    outputs = await watched(
      operation,
      options,
      async (session) =>
        await act(session, (event) => {
          const folded = foldEngineEvent(progress, event, systemClock.now());
          ({ progress } = folded);
          if (folded.news !== null) tell(folded.news);
        }),
      () => progress,
    );
  } catch (error) {
    const code = error instanceof MayflyError ? error.code : "engineFailed";
    finish(code, null, messageOf(error));
    throw error;
  }
  return finish("succeeded", outputs, null);
}

/** Opens a session and does something with it, under the signals and the deadline of the options. */
export async function watched<Result>(
  operation: EnvironmentOperation | QuietOperation,
  options: EnvironmentOptions,
  act: (session: Session) => Promise<Result>,
  progress = () => noProgress,
): Promise<Result> {
  const stack = checkedStack(options.stack);
  using watch = new Watch(options);
  const sessions: Session[] = [];
  const work = async (): Promise<Result> => {
    const mayMake = operation === "preview" || operation === "up" || operation === "init";
    const session = await openSession(options, mayMake, (engine) => {
      watch.attach(engine);
    });
    sessions.push(session);
    const { notice } = session.backend;
    if (notice !== null && (mayMake || operation === "down")) session.log(notice);
    return await act(session);
  };
  try {
    return await Promise.race([work(), watch.abandoned]);
  } catch (cause) {
    const { early, left, timeoutMs } = watch;
    if (early === null && (cause instanceof MayflyError || isFault(cause))) throw cause;
    const text = cause instanceof PulumiFailure ? cause.text : `error: ${messageOf(cause)}`;
    const notFound = early === null && textFailure(text) === "stackNotFound";
    const stacks = notFound ? await stacksOf(sessions) : [];
    const flags = flagsOf(stack, options.workDir);
    const attempt = { operation, stack, flags, text, timeoutMs, cause, early, left, stacks };
    throw failureOf({ ...attempt, progress: progress() });
  }
}

/** The options that name a stack on the command line. */
export function flagsOf(stack: string, workDir: string | undefined): string {
  return workDir === undefined ? `--stack ${stack}` : `--stack ${stack} --cwd ${workDir}`;
}

/** A fault of Mayfly itself, which no sentence for users can explain. */
function isFault(error: unknown): boolean {
  return (
    error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  );
}

async function stacksOf(sessions: readonly Session[]): Promise<readonly string[]> {
  const stacks = (await sessions[0]?.workspace.listStacks().catch(() => [])) ?? [];
  return stacks.map(({ name }) => name);
}
