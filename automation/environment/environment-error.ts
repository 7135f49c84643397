import { MayflyError, type EnvironmentErrorCode } from "../errors.ts";

/** A resource that the provider refused to create, change or remove. */
export interface FailedResource {
  readonly urn: string;
  /** Such as `aws:ecs/cluster:Cluster`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  /** What was tried: `create`, `update`, `delete`, … */
  readonly op: string;
  /** What the provider said. */
  readonly message: string;
}

/** Who holds the lock of a stack; a field is null where the backend does not tell. */
export interface LockHolder {
  /** `user@host`. */
  readonly who: string | null;
  readonly pid: number | null;
  /** In the backend's own words. */
  readonly since: string | null;
}

/** What is known beside the message. */
export interface EnvironmentErrorDetails {
  /** Resources created, changed or removed before the failure: the stack's state knows them. */
  readonly changed: number;
  readonly resources: readonly FailedResource[];
  readonly lock: LockHolder | null;
  /** The stacks there are, where the one asked for is not. */
  readonly stacks: readonly string[];
  /** The message without what `environment.diagnostic` events have told already. */
  readonly brief: string;
  /** The failure alone: the message without what was made before it, and how to go on with that. */
  readonly said: string;
}

/** An environment could not be brought up, read or taken down. The message says whether something was made and what to do. */
export class EnvironmentError extends MayflyError implements EnvironmentErrorDetails {
  override readonly name = "EnvironmentError";
  declare readonly code: EnvironmentErrorCode;
  readonly changed: number;
  readonly resources: readonly FailedResource[];
  readonly lock: LockHolder | null;
  readonly stacks: readonly string[];
  readonly brief: string;
  readonly said: string;

  constructor(
    code: EnvironmentErrorCode,
    message: string,
    {
      changed = 0,
      resources = [],
      lock = null,
      stacks = [],
      brief = message,
      said = message,
      ...options
    }: Partial<EnvironmentErrorDetails> &
      ErrorOptions & { readonly exitCode?: number | undefined } = {},
  ) {
    super(code, message, options);
    this.changed = changed;
    this.resources = resources;
    this.lock = lock;
    this.stacks = stacks;
    this.brief = brief;
    this.said = said;
  }
}
