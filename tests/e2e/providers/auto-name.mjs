/** Names for resources that the program did not name, as the real providers make them. */
import { randomBytes } from "node:crypto";

/**
 * Adds `<resource name>-<7 hex>` where no name was given, and keeps it at later updates. `__defaults` remembers, as in the real
 * provider, that the name is not the program's.
 * @param {{ of: string, unless?: string, lower?: boolean, suffix?: (inputs: any) => string } | undefined} rule
 * @param {string} resourceName
 * @param {Record<string, any>} olds inputs of the last update
 * @param {Record<string, any>} news
 */
export function autoName(rule, resourceName, olds, news) {
  if (!rule || news[rule.of] !== undefined || (rule.unless && news[rule.unless])) return news;
  const wasDefault = olds.__defaults?.includes(rule.of);
  const fresh = `${resourceName}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  const made = (rule.lower ? fresh.toLowerCase() : fresh) + (rule.suffix?.(news) ?? "");
  return { ...news, [rule.of]: wasDefault ? olds[rule.of] : made, __defaults: [rule.of] };
}

/** What a `namePrefix` becomes: the prefix and 26 digits, made anew at each creation. */
export function prefixed(prefix) {
  const stamp = new Date().toISOString().replace(/\D/g, "");
  return `${prefix}${stamp}${randomBytes(5).toString("hex").slice(0, 9)}`;
}
