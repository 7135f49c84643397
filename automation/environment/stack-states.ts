import { ownStackTime } from "../crawl/crawl-stack.ts";
import { EnvironmentError } from "./environment-error.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { watched } from "./operate.ts";
import { stateResources, whyUnread, type StateResource } from "./state-resources.ts";

/** What the state of a stack says of its environment. */
export interface StackState {
  readonly stack: string;
  readonly project: string;
  /** ISO 8601 time of the first up, or, where that was cut short, of what is known instead; null where nothing was made. */
  readonly createdAt: string | null;
  /** ISO 8601 time, `never`, or null where nothing was made that has it. */
  readonly expiresAt: string | null;
  readonly region: string | null;
  /** Why its state cannot be read, though Pulumi knows the stack: then no more than its name tells. Null where it can. */
  readonly unread: string | null;
}

/** The stacks of the project, with what their states say. None where there is no backend yet. */
export async function stackStates(options: EnvironmentOptions): Promise<readonly StackState[]> {
  try {
    return await watched("states", options, async (session) => {
      const { workspace, project, log } = session;
      const states: StackState[] = [];
      for (const { name, lastUpdate } of await workspace.listStacks()) {
        try {
          const lifespan = lifespanOf(await stateResources(session, name), name, lastUpdate);
          states.push({ stack: name, project, ...lifespan, unread: null });
        } catch (error) {
          if (session.engine.interrupted) throw error;
          const unread = whyUnread(error);
          log(`The state of stack ${name} cannot be read: ${unread}`);
          states.push({ stack: name, project, ...lifespanOf([], name, undefined), unread });
        }
      }
      return states;
    });
  } catch (error) {
    if (error instanceof EnvironmentError && error.code === "stackNotFound") return [];
    throw error;
  }
}

/**
 * From the stash of the first up and the tags that every resource has; where it did not come to these, from the name of a
 * crawl's own stack, or the last update of one that has resources: it is at least as old.
 */
export function lifespanOf(
  resources: readonly StateResource[],
  stack: string,
  lastUpdate: string | undefined,
): Pick<StackState, "createdAt" | "expiresAt" | "region"> {
  const stash = resources.find(({ type }) => type === "pulumi:index:Stash")?.outputs?.["output"];
  const tags = resources.flatMap(({ outputs }) => {
    const found = outputs?.["tags"];
    return isObject(found) ? [found] : [];
  });
  const expiresAt = tags.map((one) => one["mayfly:expires-at"]).find(isText);
  const updated = resources.length > 0 && lastUpdate !== undefined ? lastUpdate : null;
  const arns = resources.map(({ outputs }) => outputs?.["arn"]).filter(isText);
  const region = arns.map((arn) => arn.split(":")[3]).find((part) => isText(part) && part !== "");
  return {
    createdAt: isText(stash) ? stash : (ownStackTime(stack) ?? updated),
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
