import { ConfigError, parseConfig, type CrawlConfig } from "../../../infra/config/crawl-config.ts";

type Values = Readonly<Record<string, string>>;

/** The least that is legal: an image that exists, so that no token is needed. */
export const prebuilt: Values = { crawlerImage: "kiwi/crawler:1" };

/** The least that builds an image. */
export const built: Values = { dockerHubUser: "kiwi", dockerHubToken: "token" };

/** The configuration with these values; the token is a secret. */
export function configOf(
  values: Values = {},
  base = prebuilt,
  stack = "dev",
  secretKeys: readonly string[] = [],
): CrawlConfig {
  return parseConfig({
    values: { ...base, ...values },
    secretKeys: new Set(["dockerHubToken", ...secretKeys]),
    stack,
  });
}

/** What is wrong with these values; empty when nothing is. */
export function problemsOf(
  values: Values,
  base = prebuilt,
  stack = "dev",
  secretKeys: readonly string[] = [],
): readonly string[] {
  try {
    configOf(values, base, stack, secretKeys);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
