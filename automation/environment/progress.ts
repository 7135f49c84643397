import type { FailedResource } from "./environment-error.ts";
import type { StepStatus } from "./environment-events.ts";

/** The latest step on a resource. */
export interface ResourceProgress {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | null;
  /** True for a component, or the stack: a group of resources, and nothing at the provider. */
  readonly component: boolean;
  readonly op: string;
  readonly status: StepStatus;
  readonly beganMs: number;
  readonly durationMs: number | null;
}

/** A message of the engine, the program or a provider. */
export interface Diagnostic {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly urn: string | null;
}

/** Everything the engine has told so far of one operation. */
export interface Progress {
  /** By URN, in the order in which they came. */
  readonly resources: ReadonlyMap<string, ResourceProgress>;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: readonly FailedResource[];
  /** Steps that ended well, by Pulumi's word; components and the stack itself are not counted: they are nothing real. */
  readonly done: Readonly<Record<string, number>>;
  /** The engine's own count at the end; null before. */
  readonly changes: Readonly<Record<string, number>> | null;
}

/** Before the first event. */
export const noProgress: Progress = {
  resources: new Map(),
  diagnostics: [],
  failed: [],
  done: {},
  changes: null,
};

/** Real resources that were created, changed or removed. */
export function changedCount({ done }: Progress): number {
  return Object.entries(done).reduce((sum, [op, count]) => (op === "read" ? sum : sum + count), 0);
}
