import { workVolume, type ContainerDefinition } from "../../../infra/container-definitions.ts";
import { resultsMount, type DockerRuntimeSpec } from "./docker-task.ts";
import { containerLabel, folderLabel, stopTimeoutLabel, taskLabel } from "./labels.ts";

/** https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerCreate */
export interface ContainerRequest {
  readonly Image: string;
  readonly Cmd?: string[];
  readonly Env: string[];
  readonly Labels: Record<string, string>;
  readonly User?: string;
  readonly StopTimeout: number;
  readonly Healthcheck?: {
    readonly Test: string[];
    /** Durations are in nanoseconds. */
    readonly Interval: number;
    readonly Timeout: number;
    readonly Retries: number;
    readonly StartPeriod: number;
    readonly StartInterval?: number;
  };
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly Init: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly Tmpfs: Record<string, string>;
    readonly Mounts: { Type: "bind"; Source: string; Target: string; ReadOnly: boolean }[];
    readonly ExtraHosts: string[];
    /** Bytes; with swap, so that there is none, as on Fargate. */
    readonly Memory?: number;
    readonly MemorySwap?: number;
    readonly NanoCpus?: number;
    readonly LogConfig: { readonly Type: string; readonly Config: Record<string, string> };
  };
}

/** What a container's request is made from, besides its definition. */
export interface ContainerSurroundings {
  readonly spec: DockerRuntimeSpec;
  readonly taskId: string;
  readonly taskFolder: string;
  /** Image by its id where that is known: the name may mean another one by now. */
  readonly image: string;
  /** Name of the network that the first container joins. */
  readonly network: string;
  /** Id of the container whose network this one shares; null for the first. */
  readonly sharesWith: string | null;
  /** `uid:gid` of who writes the results; null for the image's own user. */
  readonly user: string | null;
  /** Processors of the engine, more than which it grants nobody. */
  readonly engineCpus: number;
}

const seconds = 1e9;
const mebibyte = 2 ** 20;

/**
 * A container of the task definition as an engine's container: the same limits, order, health check and read-only crawler as
 * on Fargate. Either container may use the memory of the task; on Fargate they share it, which no engine offers.
 */
export function containerRequest(
  definition: ContainerDefinition,
  surroundings: ContainerSurroundings,
): ContainerRequest {
  const { spec, taskId, taskFolder, image, sharesWith, user } = surroundings;
  const { name, command, environment, healthCheck, stopTimeout } = definition;
  const isCrawler = sharesWith !== null;
  const mounts = isCrawler && spec.resultsFolder !== null ? [spec.resultsFolder] : [];
  return {
    Image: image,
    ...(command.length === 0 ? {} : { Cmd: [...command] }),
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    Labels: {
      [folderLabel]: taskFolder,
      [taskLabel]: taskId,
      [containerLabel]: name,
      [stopTimeoutLabel]: String(stopTimeout),
    },
    ...(isCrawler && user !== null ? { User: user } : {}),
    StopTimeout: stopTimeout,
    ...(healthCheck === undefined
      ? {}
      : {
          Healthcheck: {
            Test: [...healthCheck.command],
            Interval: healthCheck.interval * seconds,
            Timeout: healthCheck.timeout * seconds,
            Retries: healthCheck.retries,
            StartPeriod: healthCheck.startPeriod * seconds,
            ...(healthCheck.startInterval === undefined
              ? {}
              : { StartInterval: healthCheck.startInterval * seconds }),
          },
        }),
    HostConfig: {
      NetworkMode: sharesWith === null ? surroundings.network : `container:${sharesWith}`,
      Init: true,
      ReadonlyRootfs: isCrawler,
      Tmpfs: isCrawler ? { [workVolume.path]: "mode=1777" } : {},
      Mounts: mounts.map((source) => ({
        Type: "bind",
        Source: source,
        Target: resultsMount,
        ReadOnly: false,
      })),
      // Who shares a network shares the file with these names too.
      ExtraHosts:
        sharesWith === null ? ["host.docker.internal:host-gateway", ...spec.addHosts] : [],
      ...limits(spec, surroundings.engineCpus),
      // The lines are in the run folder; the engine keeps but the last of them.
      LogConfig: { Type: "json-file", Config: { "max-size": "10m" } },
    },
  };
}

function limits(
  { cpu, memoryMiB }: DockerRuntimeSpec,
  engineCpus: number,
): Pick<ContainerRequest["HostConfig"], "Memory" | "MemorySwap" | "NanoCpus"> {
  const memory = memoryMiB === null ? null : memoryMiB * mebibyte;
  return {
    ...(memory === null ? {} : { Memory: memory, MemorySwap: memory }),
    ...(cpu === null ? {} : { NanoCpus: Math.min(cpu / 1024, engineCpus) * seconds }),
  };
}
