import { watched } from "./operate.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { existingStack } from "./session.ts";

/** A resource in the state of a stack, as far as it is looked at. */
interface StateResource {
  readonly type?: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly external?: boolean;
}

/** What a stack knows to be at its providers, as `type id`: what a `down` has left. Throws as the other operations do. */
export async function resourcesLeft(options: EnvironmentOptions): Promise<readonly string[]> {
  return await watched("outputs", options, async (session) => {
    const exported = await (await existingStack(session)).exportStack();
    // Of any type in the SDK; the engine's own format.
    const deployment = exported.deployment as { readonly resources?: readonly StateResource[] };
    const { resources = [] } = deployment;
    return resources.flatMap(({ type = "", id, custom, external }) => {
      const isReal = custom === true && external !== true && !type.startsWith("pulumi:");
      return isReal ? [`${type} ${id ?? ""}`.trim()] : [];
    });
  });
}
