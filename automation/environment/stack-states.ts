import { EnvironmentError } from "./environment-error.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { watched } from "./operate.ts";
import { loadAutomation } from "./pulumi-cli.ts";

/** What the state of a stack says of its environment. */
export interface StackState {
  readonly stack: string;
  readonly project: string;
  /** ISO 8601 time of the first up; null where it did not come to that. */
  readonly createdAt: string | null;
  /** ISO 8601 time, `never`, or null where nothing was made that has it. */
  readonly expiresAt: string | null;
  readonly region: string | null;
}

/** A resource of a state, as far as it is looked at. */
interface StateResource {
  readonly type?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The stacks of the project, with what their states say. None where there is no backend yet. */
export async function stackStates(options: EnvironmentOptions): Promise<readonly StackState[]> {
  try {
    return await watched("outputs", options, async ({ workspace, project }) => {
      const { Stack } = await loadAutomation();
      const states: StackState[] = [];
      for (const { name } of await workspace.listStacks()) {
        const stack = await Stack.select(name, workspace);
        const deployment: unknown = (await stack.exportStack()).deployment;
        const { resources = [] } = deployment as { readonly resources?: readonly StateResource[] };
        states.push({ stack: name, project, ...lifespanOf(resources) });
      }
      return states;
    });
  } catch (error) {
    if (error instanceof EnvironmentError && error.code === "stackNotFound") return [];
    throw error;
  }
}

/** From the stash of the first up, the tags that every resource has, and the stack's outputs. */
export function lifespanOf(
  resources: readonly StateResource[],
): Pick<StackState, "createdAt" | "expiresAt" | "region"> {
  const stash = resources.find(({ type }) => type === "pulumi:index:Stash")?.outputs?.["output"];
  const tags = resources.flatMap(({ outputs }) => {
    const found = outputs?.["tags"];
    return isObject(found) ? [found] : [];
  });
  const expiresAt = tags.map((one) => one["mayfly:expires-at"]).find(isText);
  const arns = resources.map(({ outputs }) => outputs?.["arn"]).filter(isText);
  const region = arns.map((arn) => arn.split(":")[3]).find((part) => isText(part) && part !== "");
  return {
    createdAt: isText(stash) ? stash : null,
    expiresAt: expiresAt ?? null,
    region: region ?? null,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
