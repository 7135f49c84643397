import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { environmentNames } from "../../../crawler/src/contract.ts";
import { parseImageReference, seleniumVersionOf } from "../../../infra/config/image-reference.ts";
import {
  builtImage,
  crawlContainerDefinitions,
  defaultSeleniumImages,
  seleniumHealthCheck,
  selenium4Environment,
  workVolume,
  type ContainerDefinition,
} from "../../../infra/container-definitions.ts";
import type { StackOutputs } from "../../../infra/outputs.ts";
import { MayflyError, messageOf } from "../../errors.ts";
import { packageRoot } from "../../package-root.ts";
import type { DockerOptions } from "./docker-options.ts";
import { resultsMount, type DockerRuntimeSpec } from "./docker-task.ts";
import { engineAddress, isOnThisMachine } from "./engine-address.ts";
import { engineConnection } from "./engine-connection.ts";

/** What a task on a Docker engine is made from. */
export interface DockerTask {
  readonly containers: readonly ContainerDefinition[];
  readonly runtime: DockerRuntimeSpec;
}

/** What else the task depends on. */
export interface DockerTaskContext {
  /** Stack whose images and size the task has; null for one without a stack. */
  readonly outputs: Pick<StackOutputs, "images" | "cpu" | "memoryMiB"> | null;
  /** URLs to start from, which are too many for the environment sometimes. */
  readonly urls?: readonly string[];
  /** Environment of the crawler, with the place of its results on this machine. */
  readonly settings: Readonly<Record<string, string>>;
  readonly seleniumStartTimeoutSeconds?: number;
  readonly browserArguments?: readonly string[];
  /** Of this process: where the engine is. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The containers of a crawl task as a Docker engine runs them: as on Fargate, with the health looked at more often. Throws
 * `MayflyError` (usage) where no image is named, and for what an engine would refuse.
 */
export function dockerTask(options: DockerOptions, context: DockerTaskContext): DockerTask {
  const { outputs, settings, environment } = context;
  const { build = false, network = null, addHosts = [] } = options;
  const images = imagesOf(options, outputs);
  for (const host of addHosts) checkHost(host);
  const engine = addressOf(environment);
  const place = settings[environmentNames.results] ?? "";
  const resultsFolder = place === "" || place.startsWith("s3://") ? null : resolve(place);
  if (resultsFolder !== null && !isOnThisMachine(engine)) {
    throw usage(
      `Expected s3://bucket/prefix for --results, since the Docker engine at ${engine.host} is not on this machine and cannot write to its folders.`,
    );
  }
  const { urls = [] } = context;
  checkReachable([settings[environmentNames.urls] ?? "", ...urls].join(" "), network);
  const version = seleniumVersionOf(images.selenium);
  const startTimeout = context.seleniumStartTimeoutSeconds ?? 120;
  const containers = crawlContainerDefinitions({
    seleniumImage: images.selenium,
    crawlerImage: images.crawler,
    seleniumVersion: version,
    seleniumEnvironment: version === 3 ? {} : selenium4Environment,
    crawlerEnvironment: {
      TMPDIR: workVolume.path,
      ...options.environment,
      ...settings,
      ...(resultsFolder === null ? {} : { [environmentNames.results]: resultsMount }),
      ...(context.browserArguments === undefined
        ? {}
        : { [environmentNames.browserArguments]: context.browserArguments.join(" ") }),
    },
    healthCheck: { ...seleniumHealthCheck(4444, version), startInterval: 1 },
    startTimeout,
  });
  return {
    containers,
    runtime: {
      kind: "docker",
      engine,
      buildContext: build ? sourcesFolder() : null,
      network,
      addHosts,
      cpu: options.cpu ?? outputs?.cpu ?? null,
      memoryMiB: options.memoryMiB ?? outputs?.memoryMiB ?? null,
      resultsFolder,
    },
  };
}

function imagesOf(
  { build = false, crawlerImage, seleniumImage }: DockerOptions,
  outputs: DockerTaskContext["outputs"],
): { readonly crawler: string; readonly selenium: string } {
  if (build && crawlerImage !== undefined) {
    throw usage("Expected --build or --crawler-image, but got both.");
  }
  const crawler = build ? builtImage : (crawlerImage ?? outputs?.images.crawler);
  if (crawler === undefined) {
    throw usage(
      "Expected --stack NAME, --build or --crawler-image IMAGE for a task on Docker: one of them says which crawler image it has.",
    );
  }
  const processor = process.arch === "arm64" ? "ARM64" : "X86_64";
  const selenium = seleniumImage ?? outputs?.images.selenium ?? defaultSeleniumImages[processor];
  for (const [option, image] of [
    ["--crawler-image", crawler],
    ["--selenium-image", selenium],
  ] as const) {
    if (/^sha256:[0-9a-f]{64}$/.test(image) || parseImageReference(image) !== undefined) continue;
    throw usage(`Expected the name of an image for ${option}, but got "${image}".`);
  }
  return { crawler, selenium };
}

/** The sources of the crawler's image. An installed package has only what was compiled of them. */
function sourcesFolder(): string {
  const folder = join(packageRoot, "crawler");
  if (["Dockerfile", "src"].every((entry) => existsSync(join(folder, entry)))) return folder;
  throw usage(
    `Expected a checkout of Mayfly for --build, but ${folder} has no Dockerfile; give --stack NAME or --crawler-image IMAGE.`,
  );
}

function checkHost(text: string): void {
  const [, name = "", address = ""] = /^([^:]+):(.+)$/.exec(text) ?? [];
  const plain = address.replace(/^\[|\]$/g, "");
  if (/^[A-Za-z0-9._-]+$/.test(name) && (plain === "host-gateway" || isIP(plain) !== 0)) return;
  throw usage(
    `Expected name:address for --add-host, the address an IP address or host-gateway, but got "${text}".`,
  );
}

/** In a network of its own, localhost is the task itself. */
function checkReachable(urls: string, network: string | null): void {
  if (network === "host") return;
  const own = urls.split(/\s+/).find((url) => {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    return host === "localhost" || host.endsWith(".localhost") || /^(127\.|\[::1\]$)/.test(host);
  });
  if (own === undefined) return;
  throw usage(
    `Expected a URL that a container can reach, but got "${own}", which is the container itself there; use http://host.docker.internal for this machine, or --network host.`,
  );
}

function addressOf(environment: NodeJS.ProcessEnv): ReturnType<typeof engineAddress> {
  try {
    const address = engineAddress(environment);
    engineConnection(address);
    return address;
  } catch (error) {
    throw new MayflyError("usage", messageOf(error), { cause: error });
  }
}

function usage(message: string): MayflyError {
  return new MayflyError("usage", message);
}
