import { startWithClients } from "../helpers/ecs-double/clients.ts";
import type { OtherWatcher } from "./other-paces.ts";
import { Teller } from "./told.ts";
import { placesOf } from "./truth.ts";
import type { Watched } from "./watched.ts";
import type { WatchedScript } from "./watched-scripts.ts";

/** Starts a task that follows the script, and looks at it with the real client as often as another tool does, to its end. */
export async function watchAsOthers(
  { script }: WatchedScript,
  { pace }: OtherWatcher,
): Promise<Watched> {
  await using world = await startWithClients({ script });
  const { double, runTask, describe } = world;
  const { clock } = double;
  const teller = new Teller();
  const watch = async (): Promise<void> => {
    const [arn = ""] = await runTask();
    const delayAfter = pace();
    for (;;) {
      const { lastStatus = "", containers = [] } = (await describe(arn)) ?? {};
      const named = containers.map((container) => [container.name ?? "", container] as const);
      teller.look(placesOf(lastStatus, Object.fromEntries(named)), clock.now());
      if (lastStatus === "STOPPED") return;
      await clock.sleep(delayAfter(lastStatus));
    }
  };
  await double.play(watch());
  const calls = double.calls.filter(({ operation }) => operation === "DescribeTasks").length;
  return { tasks: double.tasks, told: teller.told, calls, unaccounted: null };
}
