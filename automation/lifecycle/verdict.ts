import type { Outcome, StopSignal } from "./outcome.ts";
import type { ContainerSnapshot, TaskSnapshot } from "./task-snapshot.ts";

/** Why Mayfly itself asked for the stop of a task. The first request stands; later ones change nothing. */
export type StopRequest =
  | { readonly kind: "signal"; readonly signal: StopSignal }
  /** `mayfly stop`, or `Run.stop()` of the library. */
  | { readonly kind: "command"; readonly reason: string }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "startTimeout"; readonly seconds: number }
  /** What the task sends cannot be kept. */
  | { readonly kind: "fault"; readonly reason: string };

/** What a verdict rests on. */
export interface Facts {
  /** The last snapshot; null when the task was never seen. */
  readonly snapshot: TaskSnapshot | null;
  /** Whether the task is known to have reached RUNNING. */
  readonly ran: boolean;
  /** Name of the container whose exit code decides. */
  readonly subject: string;
  /** Exit code of the subject that says its own time limit was reached. */
  readonly timeLimitExitCode: number;
  readonly stopRequest: StopRequest | null;
  /** Why the task was not watched to its end. Default: it disappeared. */
  readonly lostBecause?: string | null;
  /** What the subject said of its own end in its log. Default: it did not come to that. */
  readonly lastWord?: { readonly exitCode: number; readonly message: string } | null;
}

/**
 * Stop codes by which ECS says that the infrastructure ended the task
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html).
 */
const infrastructureStopCodes = ["SpotInterruption", "TerminationNotice", "InfrastructureHealth"];

/**
 * The outcome of a run, by the subject container: a null exit code is never success, and another container's exit
 * code is no failure once the subject has ended well (Selenium's 143 is how it is stopped). A stop code that ECS may add
 * one day changes nothing of that.
 */
export function verdict(facts: Facts): Outcome {
  const { snapshot, stopRequest } = facts;
  const subject = snapshot?.containers.find(({ name }) => name === facts.subject);
  const exitCode = exitCodeOf(subject, facts);
  if (stopRequest?.kind === "fault") {
    return { kind: "failed", reason: stopRequest.reason, containerExitCode: exitCode ?? null };
  }
  // ECS reports exit code 0 with this reason at times: https://github.com/aws/amazon-ecs-agent/issues/2467
  const outOfMemory = /OutOfMemory/i.test(subject?.reason ?? "");
  if (exitCode === 0 && !outOfMemory && !wasEndedUnheard(facts)) {
    return { kind: "completed", reason: `The ${facts.subject} container exited with code 0.` };
  }
  if (stopRequest !== null) return requested(stopRequest, snapshot);
  // An exit code stays true when the task disappears in its last states.
  if (snapshot === null || (snapshot.lastStatus !== "STOPPED" && exitCode === undefined)) {
    return facts.lastWord === null || facts.lastWord === undefined
      ? { kind: "lost", reason: facts.lostBecause ?? disappeared }
      : byLastWord(facts.lastWord, facts);
  }
  const reason = snapshot.stoppedReason ?? "no reason was given";
  if (snapshot.stopCode === "UserInitiated") return { kind: "stopped", reason, signal: null };
  if (snapshot.stopCode === "TaskFailedToStart") return { kind: "failedToStart", reason };
  if (infrastructureStopCodes.includes(snapshot.stopCode ?? "")) {
    return { kind: "interrupted", reason };
  }
  if (!facts.ran && exitCode === undefined) return { kind: "failedToStart", reason };
  if (outOfMemory) {
    return {
      kind: "failed",
      containerExitCode: exitCode ?? null,
      reason: `The ${facts.subject} container ran out of memory (${subject?.reason ?? ""}).`,
    };
  }
  if (exitCode === undefined) return withoutExitCode(snapshot, facts.subject, reason);
  if (exitCode === facts.timeLimitExitCode) {
    return { kind: "timedOut", reason: "The crawl reached its time limit." };
  }
  return {
    kind: "failed",
    containerExitCode: exitCode,
    reason: `The ${facts.subject} container exited with code ${String(exitCode)}.`,
  };
}

/** A code of 0 is no success against the subject's own word; some engines give it to a container that was stopped. */
function exitCodeOf(
  subject: ContainerSnapshot | undefined,
  { lastWord }: Facts,
): number | undefined {
  const own = lastWord?.exitCode ?? 0;
  return subject?.exitCode === 0 && own !== 0 ? own : subject?.exitCode;
}

/**
 * Whether a task was ended for Mayfly before its subject said anything of its own end: then a code of 0 is that of the engine.
 * The crawler ends with no code of 0 without having said so.
 */
function wasEndedUnheard({ snapshot, stopRequest, lastWord }: Facts): boolean {
  const isHeard = lastWord !== null && lastWord !== undefined;
  return stopRequest !== null && snapshot?.stopCode === "UserInitiated" && !isHeard;
}

/** Of a task that its target has forgotten, the subject's own word in its log is what there is. */
function byLastWord(
  { exitCode, message }: NonNullable<Facts["lastWord"]>,
  { subject, timeLimitExitCode }: Facts,
): Outcome {
  const reason = `The task was forgotten before its end was seen; by its log the ${subject} container ended with code ${String(exitCode)}: ${message}`;
  if (exitCode === 0) return { kind: "completed", reason };
  if (exitCode === timeLimitExitCode) return { kind: "timedOut", reason };
  return { kind: "failed", containerExitCode: exitCode, reason };
}

function requested(
  request: Exclude<StopRequest, { kind: "fault" }>,
  snapshot: TaskSnapshot | null,
): Outcome {
  const outcome = asRequested(request);
  if (snapshot === null || snapshot.lastStatus === "STOPPED") return outcome;
  const warning = `The task was last seen ${snapshot.lastStatus}, and may still run.`;
  return { ...outcome, reason: `${outcome.reason} ${warning}` };
}

function asRequested(request: Exclude<StopRequest, { kind: "fault" }>): Outcome {
  switch (request.kind) {
    case "signal":
      return { kind: "stopped", reason: `Stopped by ${request.signal}.`, signal: request.signal };
    case "command":
      return { kind: "stopped", reason: request.reason, signal: null };
    case "timeout":
      return {
        kind: "timedOut",
        reason: `The run did not end within ${String(request.seconds)} seconds (--timeout).`,
      };
    case "startTimeout":
      return {
        kind: "timedOut",
        reason: `The task was not RUNNING within ${String(request.seconds)} seconds (--start-timeout).`,
      };
  }
}

/** What is said of a task that its target does not know any more. */
export const disappeared = "The task disappeared before it was seen to stop.";

/** Another container may say why: one that failed, or whose end, even with code 0, ended the task. */
function withoutExitCode(snapshot: TaskSnapshot, subject: string, reason: string): Outcome {
  const ended = snapshot.containers.filter(
    ({ name, exitCode }) => name !== subject && exitCode !== undefined,
  );
  const other =
    ended.find(({ exitCode }) => exitCode !== 0) ??
    (snapshot.stopCode === "EssentialContainerExited" ? ended[0] : undefined);
  if (other === undefined) {
    return { kind: "lost", reason: `The ${subject} container has no exit code: ${reason}` };
  }
  return {
    kind: "failed",
    containerExitCode: null,
    reason: `The ${other.name} container exited with code ${String(other.exitCode)}; ${subject} has no exit code.`,
  };
}
