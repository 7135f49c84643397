import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";
import { cleanMessage, isEcho } from "./engine-text.ts";
import type { EnvironmentNews, StepStatus } from "./environment-events.ts";
import type { Diagnostic, Progress } from "./progress.ts";
import { parseUrn } from "./urn.ts";

/** The engine's word for a resource that stays as it is. */
const unchanged = "same";

/** Folds one event of the engine; also gives what is worth telling, where it is. `nowMs` is when it was heard of. */
export function foldEngineEvent(
  progress: Progress,
  event: EngineEvent,
  nowMs: number,
): { readonly progress: Progress; readonly news: EnvironmentNews | null } {
  if (event.resourcePreEvent !== undefined) {
    return step(progress, event.resourcePreEvent.metadata, "running", nowMs);
  }
  if (event.resOutputsEvent !== undefined) {
    return step(progress, event.resOutputsEvent.metadata, "done", nowMs);
  }
  if (event.resOpFailedEvent !== undefined) {
    return step(progress, event.resOpFailedEvent.metadata, "failed", nowMs);
  }
  if (event.diagnosticEvent !== undefined) return diagnose(progress, event.diagnosticEvent);
  if (event.policyEvent !== undefined) {
    const { message, resourceUrn, enforcementLevel } = event.policyEvent;
    const severity = enforcementLevel === "mandatory" ? "error" : "warning";
    return diagnose(progress, { message, severity, urn: resourceUrn ?? "" });
  }
  if (event.summaryEvent !== undefined) {
    const changes = { ...event.summaryEvent.resourceChanges } as Record<string, number>;
    return { progress: { ...progress, changes }, news: null };
  }
  return { progress, news: null };
}

function step(
  progress: Progress,
  metadata: StepEventMetadata,
  status: StepStatus,
  nowMs: number,
): ReturnType<typeof foldEngineEvent> {
  const { urn, type, op } = metadata;
  const { name } = parseUrn(urn);
  const before = progress.resources.get(urn);
  const again = before?.op === op;
  if (isBeneathNotice(type, name, op) || (again && before.status === status)) {
    return { progress, news: null };
  }
  const beganMs = again ? before.beganMs : nowMs;
  const durationMs = status === "running" ? null : nowMs - beganMs;
  const told = metadata.new ?? metadata.old;
  const parent = told?.parent === undefined || told.parent === "" ? null : told.parent;
  const component = told?.custom !== true;
  const identity = { urn, type, name, parent, component };
  const resource = { ...identity, op, status, beganMs, durationMs };
  const resources = new Map(progress.resources).set(urn, resource);
  const done =
    status === "done" && !component && op !== unchanged
      ? { ...progress.done, [op]: (progress.done[op] ?? 0) + 1 }
      : progress.done;
  const failed =
    status === "failed"
      ? [...progress.failed, { urn, type, name, op, message: said(progress, urn) }]
      : progress.failed;
  const { type: resourceType, beganMs: _beganMs, ...shown } = resource;
  return {
    progress: { ...progress, resources, done, failed },
    news: op === unchanged ? null : { ...shown, type: "environment.resource", resourceType },
  };
}

/** Default providers, and the step by which the engine notes that a replacement is made, are nobody's business. */
function isBeneathNotice(type: string, name: string, op: string): boolean {
  return op === "replace" || (type.startsWith("pulumi:providers:") && name.startsWith("default"));
}

/** What was said of a resource before its step failed: the cause, as Pulumi's documentation of the events has it. */
function said(progress: Progress, urn: string): string {
  return progress.diagnostics
    .filter((diagnostic) => diagnostic.severity === "error" && diagnostic.urn === urn)
    .map(({ message }) => message)
    .join(" ");
}

function diagnose(
  progress: Progress,
  event: { readonly message: string; readonly severity: string; readonly urn?: string },
): ReturnType<typeof foldEngineEvent> {
  // The CLI sends its own debugging with the rest, and what is ephemeral is for a status line.
  if (event.severity === "debug") return { progress, news: null };
  const message = event.message.trim();
  if (message === "") return { progress, news: null };
  const severity =
    event.severity === "error" || event.severity === "warning" ? event.severity : "info";
  const urn = event.urn === undefined || event.urn === "" ? null : event.urn;
  const diagnostic = { severity, message, urn } as const;
  const shown = severity === "error" ? cleanMessage(message, "\n") : message;
  return {
    progress: withMessage(
      { ...progress, diagnostics: [...progress.diagnostics, diagnostic] },
      diagnostic,
    ),
    news: isEcho(message)
      ? null
      : { type: "environment.diagnostic", ...diagnostic, message: shown },
  };
}

/** A cause that comes after the step failed still belongs to it. */
function withMessage(progress: Progress, { severity, message, urn }: Diagnostic): Progress {
  if (severity !== "error") return progress;
  const failed = progress.failed.map((resource) =>
    resource.urn === urn && resource.message === "" ? { ...resource, message } : resource,
  );
  return { ...progress, failed };
}
