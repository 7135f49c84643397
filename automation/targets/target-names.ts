import { MayflyError } from "../errors.ts";

/** Where a task runs. */
export const targetNames = ["local", "docker", "fargate"] as const;
/** See {@link targetNames}. */
export type TargetName = (typeof targetNames)[number];

/** Throws `MayflyError` (usage) for what is no target; `option` is what the message calls it. */
export function requireTarget(target: unknown, option: string): void {
  if (targetNames.some((name) => name === target)) return;
  throw new MayflyError(
    "usage",
    `Expected local, docker or fargate for ${option}, but got ${JSON.stringify(target)}.`,
  );
}
