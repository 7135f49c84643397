/** What the Docker runtime of a task is made from; a leaf. */

/** Where a Docker engine is. */
export interface EngineAddress {
  /** As in `DOCKER_HOST`: `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host`, `npipe:////./pipe/docker_engine`. */
  readonly host: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`, for an engine that wants TLS; null for one that does not. */
  readonly certPath: string | null;
}

/** What the Docker runtime needs beyond the containers themselves. */
export interface DockerRuntimeSpec {
  readonly kind: "docker";
  readonly engine: EngineAddress;
  /** Folder with a Dockerfile from which the crawler's image is built before it is used; null for one that exists. */
  readonly buildContext: string | null;
  /** Network that the task joins; null for one of its own, or `host` for this machine's. */
  readonly network: string | null;
  /** More names for the containers' `/etc/hosts`: `name:address`, where `host-gateway` is the engine's machine. */
  readonly addHosts: readonly string[];
  /** CPU units (1024 are one processor) and memory of the task; null for no limit. */
  readonly cpu: number | null;
  readonly memoryMiB: number | null;
  /** Folder of this machine in which the crawler keeps its results; null where it keeps them elsewhere. */
  readonly resultsFolder: string | null;
}

/** Where a container of the task has {@link DockerRuntimeSpec.resultsFolder}. */
export const resultsMount = "/results";
