import { ConfigError, parseConfig } from "../../infra/config/crawl-config.ts";
import { MayflyError } from "../errors.ts";
import { projectName } from "../environment/config-keys.ts";
import type { StackConfig } from "../environment/read-stack-settings.ts";

/** What would be saved. */
export interface NewSettings {
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Checks what a stack would have once new settings are saved, by the program's own rules: what they come to together, such as
 * a memory that Fargate has not with that cpu, which no single one shows.
 *
 * @throws MayflyError `usage` with all that is wrong
 */
export function checkTogether(stack: string, existing: StackConfig, settings: NewSettings): void {
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  for (const [key, value] of Object.entries(existing.config)) {
    const name = ownKey(key);
    if (name === null) continue;
    values[name] = value;
    if (existing.secretKeys.includes(key)) secretKeys.add(name);
  }
  for (const [key, value] of Object.entries(settings.config)) put(values, key, value);
  for (const [key, value] of Object.entries(settings.secrets)) {
    put(values, key, value);
    secretKeys.add(ownKey(key) ?? "");
  }
  try {
    parseConfig({ values, secretKeys, stack: stack.replace(/^.*\//, "") });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new MayflyError("usage", `${error.problems.join("\n")}\nNothing was saved.`, {
      cause: error,
    });
  }
}

/** A key of the project without its namespace; null for one of others. */
function ownKey(key: string): string | null {
  const own = key.replace(new RegExp(`^${projectName}:`), "");
  return own.replace(/[.[].*$/s, "").includes(":") ? null : own;
}

/** As `pulumi config set --path` does: `tags.owner`, `tags["a b"]`, `subnetIds[0]`. */
function put(values: Record<string, string>, key: string, value: string): void {
  const own = ownKey(key);
  const [, name = "", path = ""] = /^([^.[]+)(.*)$/s.exec(own ?? "") ?? [];
  if (own === null || name === "") return;
  if (path === "") {
    values[name] = value;
    return;
  }
  const [, index] = /^\[(\d+)\]$/.exec(path) ?? [];
  const member = path.replace(/^\.|^\["|"\]$/g, "");
  const before: unknown = JSON.parse(values[name] ?? (index === undefined ? "{}" : "[]"));
  if (index !== undefined && Array.isArray(before)) before[Number(index)] = value;
  else Object.assign(Object(before) as object, { [member]: value });
  values[name] = JSON.stringify(before);
}
