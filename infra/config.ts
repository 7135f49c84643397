import * as pulumi from "@pulumi/pulumi";
import { ConfigError, parseConfig, type CrawlConfig } from "./config/crawl-config.ts";
import { refusal } from "./refusal.ts";

/** The stack's configuration, and the token of the registry, which stays a secret. */
export interface StackConfig extends CrawlConfig {
  /** Absent where nothing is pushed and nothing private is pulled. */
  readonly registryToken: pulumi.Output<string> | undefined;
}

/**
 * Reads and checks the configuration; nothing else reads it. All keys of the project are looked at, so that a misspelt one
 * is told instead of ignored.
 *
 * @throws RunError, which Pulumi shows without a stack trace: one sentence for each problem.
 */
export function readConfig(): StackConfig {
  const prefix = `${pulumi.getProject()}:`;
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  const values = Object.fromEntries(all.map(([key, value]) => [key.slice(prefix.length), value]));
  // What the language host tells a program of its secrets; the SDK keeps its own reader of it to itself.
  const secretNames = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
  const secretKeys = new Set(secretNames.map((key) => key.slice(prefix.length)));
  try {
    const config = parseConfig({ values, secretKeys, stack: pulumi.getStack() });
    return { ...config, registryToken: new pulumi.Config().getSecret("dockerHubToken") };
  } catch (error) {
    if (error instanceof ConfigError) throw refusal(error.message);
    throw error;
  }
}
