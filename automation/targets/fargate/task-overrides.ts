import { MayflyError } from "../../errors.ts";
import { sizeProblem, type TaskSize } from "./size-override.ts";

/** What a run may change in its task. */
export interface TaskOverrideOptions {
  /** More environment for the crawler container; the crawl's own settings come after it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Arguments for the crawler's entry point. */
  readonly command?: readonly string[];
  /** CPU units (1024 are one vCPU) and memory of the task; with the stack's other value, a pair that Fargate has. */
  readonly cpu?: number;
  readonly memoryMiB?: number;
  /** Ephemeral storage of the task; Fargate takes 21 to 200. */
  readonly ephemeralStorageGiB?: number;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
export interface TaskOverrides {
  readonly cpu?: string;
  readonly memory?: string;
  readonly ephemeralStorage?: { readonly sizeInGiB: number };
  readonly containerOverrides: readonly {
    readonly name: string;
    readonly command?: readonly string[];
    readonly environment: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/**
 * "A total of 8192 characters are allowed for overrides. This limit includes the JSON formatting characters of the override
 * structure." https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
const maxCharacters = 8192;

/**
 * The overrides of a run. Throws `MayflyError` (usage) for names, sizes and lengths that ECS would refuse. `stackSize` is the
 * size without overrides; null where it is not known.
 */
export function overridesOf(
  crawler: string,
  settings: Readonly<Record<string, string>>,
  options: TaskOverrideOptions,
  stackSize: TaskSize | null,
): TaskOverrides {
  const { command, cpu, memoryMiB, ephemeralStorageGiB } = options;
  const environment = { ...options.environment, ...settings };
  for (const name of Object.keys(environment)) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    throw usage(
      `Expected a name of letters, digits and underscores for --env, but got ${JSON.stringify(name)}.`,
    );
  }
  const problem = sizeProblem(options, stackSize);
  if (problem !== undefined) throw usage(problem);
  requireWhole("ephemeral storage", ephemeralStorageGiB, 21, 200);
  const overrides = {
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memoryMiB === undefined ? {} : { memory: String(memoryMiB) }),
    ...(ephemeralStorageGiB === undefined
      ? {}
      : { ephemeralStorage: { sizeInGiB: ephemeralStorageGiB } }),
    containerOverrides: [
      {
        name: crawler,
        ...(command === undefined ? {} : { command }),
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      },
    ],
  };
  const { length } = JSON.stringify(overrides);
  if (length > maxCharacters) {
    throw usage(
      `Expected a crawl whose options take at most ${maxCharacters} characters as overrides of the task, which is all ECS takes, but they take ${length}; put the URLs into a sitemap and give --sitemap URL, or split the run.`,
    );
  }
  return overrides;
}

function requireWhole(what: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw usage(
    `Expected a whole number from ${min} to ${max} for the ${what} of the task, but got ${value}.`,
  );
}

function usage(message: string): MayflyError {
  return new MayflyError("usage", message);
}
