import { expect } from "vitest";
import { parseStackOutputs, type StackOutputs } from "../../../infra/outputs.ts";
import { violations } from "../../helpers/schemas.ts";
import { must, type World } from "./world.ts";

/** Outputs as a command printed them, which must keep the published schema. */
export function outputsIn(stdout: string): StackOutputs {
  const raw = JSON.parse(stdout) as Record<string, unknown>;
  expect(violations("stack-outputs", raw)).toEqual([]);
  return parseStackOutputs(raw);
}

/** Outputs of a stack by the Pulumi command. */
export async function outputsOf(world: World, stack: string): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--stack", stack];
  return outputsIn((await must(world.run("pulumi", args))).stdout);
}
