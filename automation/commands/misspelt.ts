import { environmentNames } from "../../crawler/src/contract.ts";
import { misspeltNames } from "../../crawler/src/misspelt-names.ts";
import { stackVariable } from "../environment/environment-options.ts";
import type { CommandContext } from "./context.ts";

/** Settings of the crawler that `mayfly run` does not take from the environment. */
const notRead: readonly string[] = [
  environmentNames.urls,
  environmentNames.urlLists,
  environmentNames.endpoint,
  environmentNames.robots,
  environmentNames.allowPrivate,
  environmentNames.metadata,
  environmentNames.text,
  environmentNames.html,
  environmentNames.pdf,
];
const readByRun = [...Object.values(environmentNames), stackVariable].filter(
  (name) => !notRead.includes(name),
);

/**
 * Warns of variables that are nearly those that `mayfly run` reads: the crawler itself never sees them.
 */
export function warnOfMisspeltNames({
  environment,
  stderr,
}: Pick<CommandContext, "environment" | "stderr">): void {
  for (const { name, meant } of misspeltNames(environment, readByRun)) {
    if (!/^MAYFLY_/i.test(name)) continue;
    stderr.write(`mayfly: ${name} is not a setting; was ${meant} meant?\n`);
  }
}
