import { watched } from "./operate.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { stateResources } from "./state-resources.ts";

/** What a stack knows to be at its providers, as `type id`: what a `down` has left. Throws as the other operations do. */
export async function resourcesLeft(options: EnvironmentOptions): Promise<readonly string[]> {
  return await watched("outputs", options, async (session) => {
    const resources = await stateResources(session, session.stack);
    return resources.flatMap(({ type = "", id, custom, external }) => {
      const isReal = custom === true && external !== true && !type.startsWith("pulumi:");
      return isReal ? [`${type} ${id ?? ""}`.trim()] : [];
    });
  });
}
