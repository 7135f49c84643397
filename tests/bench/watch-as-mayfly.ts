import { vi } from "vitest";
import type { StackOutputs } from "../../infra/outputs.ts";
import type { RunEvent } from "../../automation/events.ts";
import type { EcsDouble } from "../helpers/ecs-double/double.ts";
import { runOnDouble, type FargateRun } from "../helpers/fargate-run.ts";
import { seeded } from "./statistics.ts";
import { Teller } from "./told.ts";
import { placesOf, factsOf } from "./truth.ts";
import type { Watched } from "./watched.ts";
import type { WatchedScript } from "./watched-scripts.ts";

/** A stack without `taskEvents`: nothing but the looks tells of the task. */
export const withoutQueue: Partial<StackOutputs> = { eventQueueUrl: null, eventQueueArn: null };

/** What watching with Mayfly gives besides: whether it read the event queue. */
export interface WatchedByMayfly extends Watched {
  readonly readsQueue: boolean;
}

/** Runs a task that follows the script with Mayfly's own target, journal and conductor, to its end. */
export async function watchAsMayfly(
  { script }: WatchedScript,
  outputs: Partial<StackOutputs>,
  seed: number,
): Promise<WatchedByMayfly> {
  let double: EcsDouble | undefined;
  const teller = new Teller();
  const random = vi.spyOn(Math, "random").mockImplementation(seeded(seed));
  try {
    const { record, calls } = await runOnDouble({
      script,
      outputs,
      prepare: (started) => {
        double = started;
      },
      hear: (event, nowMs) => {
        hear(teller, event, nowMs);
      },
    });
    const { tasks = [] } = double ?? {};
    return {
      tasks,
      told: teller.told,
      calls: calls["DescribeTasks"] ?? 0,
      unaccounted: unaccounted(record, tasks),
      readsQueue: calls["ReceiveMessage"] !== undefined,
    };
  } finally {
    random.mockRestore();
  }
}

/** By the parts of an event, so that what is told late of a state or a container counts too. */
function hear(teller: Teller, event: RunEvent, nowMs: number): void {
  if ("to" in event && "source" in event && event.source !== "skipped") {
    teller.look(placesOf(event.to, {}), nowMs, event.source);
  }
  if ("container" in event && "lastStatus" in event) {
    const places = new Map(placesOf("", { [event.container]: event }));
    places.delete("state");
    teller.look(places, nowMs);
  }
}

function unaccounted(record: FargateRun["record"], tasks: Watched["tasks"]): readonly string[] {
  const states = tasks.flatMap((task) =>
    factsOf(task).flatMap(({ kind, what }) =>
      kind === "state" ? [what.replace("state ", "")] : [],
    ),
  );
  const known = new Set<string>(
    record.states.filter(({ source }) => source !== null).map(({ state }) => state),
  );
  return states.filter((state) => !known.has(state));
}
