import { configKeys, type ConfigKeyName } from "../../infra/config/keys.ts";
import { ecrHost, parseImageReference, registryName } from "../../infra/config/image-reference.ts";
import { defaultSeleniumImages } from "../../infra/container-definitions.ts";
import type { Capacity, StackOutputs } from "../../infra/outputs.ts";
import type { RegistryUser } from "./registry.ts";

/** What the checks of a stack go by: what its outputs say, else its settings. */
export interface StackFacts {
  readonly stack: string;
  /** The options that name it in a command. */
  readonly flags: string;
  /** Null for a stack that is not up. */
  readonly outputs: StackOutputs | null;
  readonly region: string | null;
  readonly cpuArchitecture: string;
  readonly cpu: number;
  readonly capacity: Capacity;
  readonly assignPublicIp: boolean;
  /** Null where `up` builds it and has not yet. */
  readonly crawlerImage: string | null;
  readonly seleniumImage: string;
  /** Null where nothing is pushed, or user or token are not set. */
  readonly push: {
    readonly registry: string;
    readonly repository: string;
    readonly user: RegistryUser;
  } | null;
  /** With which ECS pulls, where images are private, and the registry it is for. */
  readonly pull: { readonly registry: string; readonly user: RegistryUser } | null;
  /** Subnets of the tasks; null where they are the default VPC's, `made` where `up` makes them. */
  readonly subnetIds: readonly string[] | "made" | null;
}

/** Reads the settings of a stack, as Pulumi has them: a text for each key, with its namespace. */
export function stackFacts(
  stack: string,
  config: Readonly<Record<string, string>>,
  outputs: StackOutputs | null,
  flags = `--stack ${stack}`,
): StackFacts {
  const text = (key: ConfigKeyName): string | null => {
    const value = nonEmpty(config[`mayfly:${key}`]);
    if (value !== null) return value;
    const { default: fallback } = configKeys[key] as { default?: string | number | boolean };
    return fallback === undefined ? null : String(fallback);
  };
  const architecture = text("cpuArchitecture") === "ARM64" ? "ARM64" : "X86_64";
  const [username, password] = [text("dockerHubUser"), text("dockerHubToken")];
  const user = username === null || password === null ? null : { username, password };
  const prebuilt = text("crawlerImage");
  const registry = registryName(text("registryServer") ?? "docker.io");
  const pullsFrom =
    prebuilt === null ? registry : (parseImageReference(prebuilt)?.registry ?? registry);
  const path = text("imageName") ?? "";
  const isWhole = path.includes("/") || ecrHost.test(registry) || username === null;
  return {
    stack,
    flags,
    outputs,
    region: outputs?.region ?? nonEmpty(config["aws:region"]),
    cpuArchitecture: outputs?.cpuArchitecture ?? architecture,
    cpu: outputs?.cpu ?? Number(text("cpu")),
    capacity: outputs?.capacity ?? (text("capacity") as Capacity),
    assignPublicIp: outputs?.assignPublicIp ?? text("assignPublicIp") !== "false",
    crawlerImage: outputs?.images.crawler ?? prebuilt,
    seleniumImage:
      outputs?.images.selenium ?? text("seleniumImage") ?? defaultSeleniumImages[architecture],
    push:
      prebuilt === null && user !== null
        ? { registry, repository: isWhole ? path : `${user.username}/${path}`, user }
        : null,
    pull: text("privateImage") === "true" && user !== null ? { registry: pullsFrom, user } : null,
    subnetIds: outputs?.subnetIds ?? subnetsOf(text("network"), config["mayfly:subnetIds"]),
  };
}

function subnetsOf(network: string | null, given: string | undefined): StackFacts["subnetIds"] {
  try {
    const ids: unknown = JSON.parse(given ?? "[]");
    if (Array.isArray(ids) && ids.length > 0) return ids.map(String);
  } catch {
    // `up` says what is wrong with it.
  }
  return network === "dedicated" ? "made" : null;
}

function nonEmpty(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
