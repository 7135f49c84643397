import { configKeys, type ConfigKey, type ConfigKeyName } from "./keys.ts";
import { nearest } from "./nearest.ts";
import { isUnset, type ConfigReader } from "./reader.ts";

const names = Object.keys(configKeys) as ConfigKeyName[];

/** Refuses keys that are none, secrets where they would be in the open, and plain texts where a secret must be. */
export function checkKeys(
  read: ConfigReader,
  values: Readonly<Record<string, string>>,
  secretKeys: ReadonlySet<string>,
): void {
  for (const key of Object.keys(values)) {
    if (names.some((name) => name === key)) continue;
    const near = nearest(key, names);
    const advice = near === undefined ? "README has the list." : `did you mean ${near}?`;
    read.problems.push(
      `Expected a configuration key of Mayfly, but got ${JSON.stringify(key)}; ${advice}`,
    );
  }
  for (const name of names) {
    const secret = (configKeys[name] as ConfigKey).secret ?? false;
    if (!secret && secretKeys.has(name)) {
      read.problems.push(
        `Expected a plain value for ${name}, but got a secret, which anybody could read in the task definition, the tags or the outputs; run \`pulumi config set ${name} VALUE\` without --secret.`,
      );
    }
    if (secret && !secretKeys.has(name) && !isUnset(values[name] ?? "")) {
      read.problems.push(
        `Expected a secret for ${name}, but got a plain text; run \`pulumi config set --secret ${name}\`, and replace the token if the file was shared.`,
      );
    }
  }
}
