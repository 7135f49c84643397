import { systemClock } from "../../clock.ts";
import type { EngineAddress } from "./docker-task.ts";
import type { Engine } from "./engine-api.ts";
import { dockerEngine } from "./engine.ts";
import { folderLabel, stopTimeoutLabel } from "./labels.ts";

/** Milliseconds in which the engine must have made, or given up, what a killed agent asked for last. */
const settleMs = 500;
/** Times that it is looked for what is left. */
const most = 10;

/**
 * Ends and removes what the task of a folder has on an engine: containers, the last started first, their volumes, and the
 * network. Looks until twice in a row nothing is there, since a killed agent may have asked for one more. Rejects when the
 * engine refuses, or does not answer.
 */
export async function removeTask(
  address: EngineAddress,
  taskFolder: string,
  engine: Engine = dockerEngine(address),
): Promise<void> {
  let clean = 0;
  for (let look = 0; clean < 2 && look < most; look++) {
    if (look > 0) await systemClock.sleep(settleMs);
    const containers = await engine.listContainers(folderLabel, taskFolder);
    for (const { id, labels } of containers.toSorted((a, b) => b.created - a.created)) {
      const container = engine.container(id);
      await container.stop(Number(labels[stopTimeoutLabel] ?? "10"));
      await container.remove();
    }
    const networks = await engine.removeNetworks(folderLabel, taskFolder);
    clean = containers.length + networks === 0 ? clean + 1 : 0;
  }
}
