import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for a component. */
  readonly custom: boolean;
  /** Secrets are unwrapped; what is not known yet is {@link unknownInput}. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Where the secrets were: `registry.password`. */
  readonly secretPaths: readonly string[];
  /** URN; empty for the stack itself. */
  readonly parent: string;
  /** `<urn>::<id>` of an explicit provider. */
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly retainOnDelete: boolean;
}

/** What an input is that is not known yet. */
export const unknownInput = pulumi.runtime.unknownValue;

/** Settings of one run of a program. */
export interface RunOptions {
  readonly mocks: pulumi.runtime.Mocks;
  readonly project?: string;
  readonly stack?: string;
  readonly preview?: boolean;
  /** By key without the project's name. */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that were set with `--secret`. */
  readonly secretKeys?: readonly string[];
}

/** What a program did. */
export interface Recording {
  /** In the order in which they were registered. */
  readonly resources: readonly RecordedResource[];
  /** Secrets are unwrapped; empty after an error. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly secretOutputs: readonly string[];
  /** What was thrown by the program, in an `apply` or on the way to a resource; each error once. */
  readonly errors: readonly Error[];
}

/** The messages of the resource monitor, as far as they are looked at. */
interface Registration {
  readonly getType: () => string;
  readonly getName: () => string;
  readonly getCustom: () => boolean;
  readonly getParent: () => string;
  readonly getProvider: () => string;
  readonly getDependenciesList: () => string[];
  readonly getIgnorechangesList: () => string[];
  readonly getRetainondelete: () => boolean | undefined;
  readonly getObject: () => Struct | undefined;
}
interface Struct {
  readonly toJavaScript: () => Record<string, unknown>;
}
type Answer = (error: unknown, response: { readonly getUrn: () => string } | undefined) => void;
interface Monitor {
  registerResource: (registration: Registration, answer: Answer) => Promise<void>;
  registerResourceOutputs: (
    message: { readonly getUrn: () => string; readonly getOutputs: () => Struct | undefined },
    answer: (error: unknown, response: unknown) => void,
  ) => void;
}

/**
 * Runs a Pulumi program on mocks, as the language host does: below a root stack, until nothing is under way any more. The
 * runtime is one for the process, so one program runs at a time.
 */
export async function runOnMocks(options: RunOptions, program: () => unknown): Promise<Recording> {
  const { project = "mayfly", stack = "dev", preview = false } = options;
  const prefixed = (key: string): string => (key.includes(":") ? key : `${project}:${key}`);
  const config = Object.entries(options.config ?? {}).map(([key, value]) => [prefixed(key), value]);
  const secretKeys = (options.secretKeys ?? []).map(prefixed);
  await pulumi.runtime.setMocks(options.mocks, project, stack, preview);
  pulumi.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>, secretKeys);
  const resources: RecordedResource[] = [];
  const outputs = recordOn(pulumi.runtime.getMonitor() as unknown as Monitor, resources);
  const before = process.env["PULUMI_CONFIG_SECRET_KEYS"];
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(secretKeys);
  try {
    const errors = await errorsOf(async () => {
      try {
        await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
      } finally {
        await pulumi.runtime.disconnect();
      }
    });
    return { resources, ...outputs(), errors };
  } finally {
    if (before === undefined) delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
    else process.env["PULUMI_CONFIG_SECRET_KEYS"] = before;
  }
}

/** Listens to the monitor, which sees what mocks do not: secrets, parents, dependencies and the stack's outputs. */
function recordOn(
  monitor: Monitor,
  resources: RecordedResource[],
): () => Pick<Recording, "outputs" | "secretOutputs"> {
  let outputs: Record<string, unknown> = {};
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (message, answer) =>
    register(message, (error, response) => {
      if (response !== undefined) resources.push(recorded(message, response.getUrn()));
      answer(error, response);
    });
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (message, answer) => {
    const isStack = message.getUrn().includes("::pulumi:pulumi:Stack::");
    if (isStack) outputs = message.getOutputs()?.toJavaScript() ?? {};
    registerOutputs(message, answer);
  };
  return () => {
    const secretOutputs: string[] = [];
    return {
      outputs: unwrap(outputs, "", secretOutputs) as Record<string, unknown>,
      secretOutputs,
    };
  };
}

function recorded(message: Registration, urn: string): RecordedResource {
  const secretPaths: string[] = [];
  const inputs = unwrap(message.getObject()?.toJavaScript() ?? {}, "", secretPaths);
  return {
    urn,
    type: message.getType(),
    name: message.getName(),
    custom: message.getCustom(),
    inputs: inputs as Record<string, unknown>,
    secretPaths,
    parent: message.getParent(),
    provider: message.getProvider(),
    dependencies: message.getDependenciesList(),
    ignoreChanges: message.getIgnorechangesList(),
    retainOnDelete: message.getRetainondelete() ?? false,
  };
}

/** The value without the wrappers of secrets, whose paths are noted. */
function unwrap(value: unknown, path: string, secretPaths: string[]): unknown {
  if (pulumi.runtime.isRpcSecret(value)) {
    secretPaths.push(path);
    return unwrap(pulumi.runtime.unwrapRpcSecret(value), path, secretPaths);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => unwrap(item, `${path}[${String(index)}]`, secretPaths));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    unwrap(inner, path === "" ? key : `${path}.${key}`, secretPaths),
  ]);
  return Object.fromEntries(entries);
}

/**
 * What goes wrong while a program runs. Most of it reaches the language host as unhandled rejections, as here; vitest's own
 * listeners are put back afterwards.
 */
async function errorsOf(run: () => Promise<void>): Promise<readonly Error[]> {
  const errors = new Set<Error>();
  const note = (error: unknown): void => {
    errors.add(error instanceof Error ? error : new Error(String(error)));
  };
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  try {
    await run().catch(note);
    // Rejections are told as unhandled when the queue of microtasks is empty.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  return [...errors];
}
