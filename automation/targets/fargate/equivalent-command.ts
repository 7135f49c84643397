import type { RunTaskInput } from "./run-task-request.ts";

/** The line for the AWS CLI that asks for the same task, for `--dry-run`; ready for a POSIX shell. */
export function equivalentCommand(input: RunTaskInput, region: string): string {
  const { cluster, taskDefinition, count, clientToken, startedBy, ...rest } = input;
  const { capacityProviderStrategy, networkConfiguration, overrides, propagateTags, tags } = rest;
  const options: readonly (readonly [string, string])[] = [
    ["region", region],
    ["cluster", cluster],
    ["task-definition", taskDefinition],
    ["count", String(count)],
    ["client-token", clientToken],
    ["started-by", startedBy],
    ["capacity-provider-strategy", JSON.stringify(capacityProviderStrategy)],
    ["network-configuration", JSON.stringify(networkConfiguration)],
    ["overrides", JSON.stringify(overrides)],
    ["propagate-tags", propagateTags],
    ["tags", JSON.stringify(tags)],
  ];
  const words = options.flatMap(([name, value]) => [`--${name}`, quoted(value)]);
  return ["aws ecs run-task", "--enable-ecs-managed-tags", ...words].join(" ");
}

/** One word of a POSIX shell: in single quotes, where nothing is special, unless it needs none. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
