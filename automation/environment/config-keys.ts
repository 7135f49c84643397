import { configKeys, type ConfigKey } from "../../infra/config/keys.ts";
import { nearest } from "../../infra/config/nearest.ts";
import { MayflyError } from "../errors.ts";

/** Name of the Pulumi project of Mayfly; the keys of another project are not known here. */
export const projectName = "mayfly";

/** The setting of the AWS provider without which nothing comes up. */
export const regionKey = "aws:region";

/** https://docs.aws.amazon.com/general/latest/gr/rande.html; a new region needs no new version of Mayfly. */
export const isRegion = (text: string): boolean => /^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(text);

const keys: ReadonlyMap<string, ConfigKey> = new Map(Object.entries(configKeys));

/**
 * Checks configuration before anything is saved: what is saved and cannot be used stops every later command on the stack.
 * Keys of another namespace are others' business, but for `aws:region`. @throws MayflyError `usage`, with all that is wrong
 */
export function checkConfig(
  config: Readonly<Record<string, string>> = {},
  secrets: Readonly<Record<string, string>> = {},
): void {
  const problems = [
    ...Object.entries(config).map(([key, value]) => problem("--config", key, value)),
    ...Object.entries(secrets).map(([key, value]) => problem("--secret", key, value)),
  ].filter((text) => text !== null);
  if (problems.length > 0)
    throw new MayflyError("usage", `${problems.join(" ")} Nothing was saved.`);
}

function problem(flag: "--config" | "--secret", given: string, value: string): string | null {
  const key = given.replace(new RegExp(`^${projectName}:`), "");
  const [, name = key, path = ""] = /^([^.[]+)(.*)$/s.exec(key) ?? [];
  if (given === regionKey && flag === "--config" && !isRegion(value.trim())) {
    return `Expected a region such as eu-north-1 for --config ${regionKey}, but got "${value}".`;
  }
  if (name.includes(":")) return null;
  const known = keys.get(name);
  if (known === undefined) {
    const near = nearest(name, [...keys.keys()]);
    const advice = near === undefined ? "README has the list." : `did you mean ${near}?`;
    return `Expected a configuration key of Mayfly for ${flag}, but got "${name}"; ${advice}`;
  }
  if ((known.secret === true) !== (flag === "--secret")) {
    const other = flag === "--secret" ? "--config" : "--secret";
    return `Expected ${name} with ${other}, but got it with ${flag}.`;
  }
  const expected = expectedForm(known.type, name, path, value);
  const got = flag === "--secret" ? given : `${given}=${value}`;
  return expected === null ? null : `Expected ${expected} for ${flag}, but got "${got}".`;
}

/** What was expected; null where it came. */
function expectedForm(
  type: ConfigKey["type"],
  name: string,
  path: string,
  value: string,
): string | null {
  switch (type) {
    case "object":
      return path.startsWith(".") || path.startsWith('["') ? null : `${name}.NAME=VALUE`;
    case "array":
      return /^\[\d+\]/.test(path) ? null : `${name}[0]=VALUE`;
    case "integer":
      return path === "" && /^\d+$/.test(value) ? null : `${name}=NUMBER`;
    case "boolean":
      return path === "" && /^(?:true|false)$/.test(value) ? null : `${name}=true or ${name}=false`;
    case "string":
      return path === "" ? null : `${name}=VALUE`;
  }
}
