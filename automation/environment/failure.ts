import type { EnvironmentErrorCode } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import {
  cleanMessage,
  isCancellation,
  isEcho,
  lockHolder,
  saysExists,
  textFailure,
} from "./engine-text.ts";
import {
  EnvironmentError,
  type EnvironmentErrorDetails,
  type FailedResource,
} from "./environment-error.ts";
import type { EnvironmentOperation, QuietOperation } from "./environment-events.ts";
import { hints } from "./hints.ts";
import { changedCount, type Diagnostic, type Progress } from "./progress.ts";
import { stopped, textSentence } from "./text-sentence.ts";
import { parseUrn, shortType } from "./urn.ts";
import { whatWasMade } from "./what-was-made.ts";

/** Why Mayfly itself ended an operation: asked to stop, or out of time. */
export type EarlyEnd = "interrupted" | "timedOut";

/** All there is to say about an operation that did not succeed. */
export interface Attempt {
  readonly operation: EnvironmentOperation | QuietOperation;
  readonly stack: string;
  /** The options that name the stack on the command line: `--stack dev`. */
  readonly flags: string;
  readonly progress: Progress;
  /** What the CLI printed. */
  readonly text: string;
  readonly early: EarlyEnd | null;
  /** True where it did not wait for the engine's end in order. */
  readonly left: boolean;
  /** Milliseconds of the deadline. */
  readonly timeoutMs: number | null;
  /** Stacks that there are, where that was asked. */
  readonly stacks: readonly string[];
  readonly cause: unknown;
}

/** The error for an operation that did not succeed: from the engine's events first, from the CLI's text second. */
export function failureOf(attempt: Attempt): EnvironmentError {
  const { progress, early } = attempt;
  if (early !== null) return endedEarly(attempt, early);
  const resources = failedResources(progress);
  if (resources.length > 0) return resourcesFailed(attempt, resources);
  const errors = progress.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ message }) => isCancellation(message))) {
    return error(attempt, "interrupted", `${subject(attempt)} was cancelled by somebody else.`);
  }
  const sentences = errors.filter(({ message }) => !isEcho(message)).map(sentence);
  if (sentences.length > 0) {
    const message = `The Pulumi program did not run through: ${[...new Set(sentences)].join(" ")}`;
    const exitCode = changedCount(progress) > 0 ? exitCodes.failed : exitCodes.usage;
    const brief = "The Pulumi program did not run through, as told above.";
    return error(attempt, "programFailed", message, { exitCode, brief });
  }
  const code = textFailure(attempt.text);
  return error(attempt, code, textSentence(attempt, code), {
    ...(code === "stackLocked" ? { lock: lockHolder(attempt.text) } : {}),
    ...(code === "stackNotFound" ? { stacks: attempt.stacks } : {}),
  });
}

/** Resources whose step failed, or that the provider refused before any step. */
function failedResources({ failed, diagnostics }: Progress): readonly FailedResource[] {
  const known = new Set(failed.map(({ urn }) => urn));
  const refused = diagnostics.flatMap(({ severity, urn, message }) => {
    if (severity !== "error" || urn === null || known.has(urn)) return [];
    const { type, name } = parseUrn(urn);
    if (type === "pulumi:pulumi:Stack") return [];
    known.add(urn);
    return [{ urn, type, name, op: "check", message }];
  });
  return [...failed, ...refused].map((resource) => ({
    ...resource,
    message: cleanMessage(resource.message),
  }));
}

function resourcesFailed(attempt: Attempt, resources: readonly FailedResource[]): EnvironmentError {
  const list = (told: (message: string) => string): string =>
    resources
      .map(({ op, type, name, message }) =>
        stopped(
          `${op} ${shortType(type)} ${name}${message === "" ? ": no reason given" : told(message)}`,
        ),
      )
      .join(" ");
  const exists = resources.every(
    ({ op, message }) => op.startsWith("create") && saysExists(message),
  );
  const noun = resources.length === 1 ? "A resource" : `${resources.length} resources`;
  const hint = exists
    ? " Remove what is there, give the stack another name, or take it over with `pulumi import`."
    : hints(resources, attempt.flags);
  const message = `${noun} failed: ${list((said) => `: ${said}`)}${hint}`;
  const brief = `${noun} failed, as told above: ${list(() => "")}${hint}`;
  return error(attempt, exists ? "alreadyExists" : "resourceFailed", message, { resources, brief });
}

function endedEarly(attempt: Attempt, early: EarlyEnd): EnvironmentError {
  const seconds = Number(((attempt.timeoutMs ?? 0) / 1000).toPrecision(3));
  const why = {
    interrupted: "was interrupted",
    timedOut: `did not end within ${seconds} seconds, and was stopped`,
  }[early];
  return error(attempt, early, `${subject(attempt)} ${why}${how(attempt, early)}`);
}

function how({ left, flags, progress }: Attempt, early: EarlyEnd): string {
  if (!left) return early === "interrupted" ? ", and the engine ended in order." : ".";
  const steps = unfinished(progress);
  const unsure =
    steps.length === 0
      ? ""
      : ` These steps had begun, and how they ended is not known: ${steps.join(", ")}.`;
  return `; it was left at once: if its lock stays held, release it with \`mayfly cancel ${flags}\`.${unsure}`;
}

/** Steps on real resources that have begun and not ended. */
function unfinished({ resources }: Progress): readonly string[] {
  return [...resources.values()].flatMap(({ component, status, op, type, name }) =>
    status === "running" && !component && op !== "same" ? [`${op} ${shortType(type)} ${name}`] : [],
  );
}

function error(
  attempt: Attempt,
  code: EnvironmentErrorCode,
  message: string,
  details: Partial<EnvironmentErrorDetails> & { readonly exitCode?: number } = {},
): EnvironmentError {
  const whole = (text: string): string => `${stopped(text)} ${whatWasMade(attempt)}`.trim();
  return new EnvironmentError(code, whole(message), {
    changed: changedCount(attempt.progress),
    cause: attempt.cause,
    ...details,
    brief: whole(details.brief ?? message),
    said: stopped(message),
  });
}

const names = {
  init: "Init",
  preview: "Preview",
  up: "Up",
  down: "Down",
  outputs: "Outputs",
  cancel: "Cancel",
  states: "The search for environments",
};

function subject({ operation, stack }: Attempt): string {
  // It is about all stacks.
  return operation === "states" ? names.states : `${names[operation]} of stack ${stack}`;
}

function sentence({ message }: Diagnostic): string {
  return stopped(cleanMessage(message));
}
