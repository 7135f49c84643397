/**
 * What the Docker target asks of an engine, in the names of its API (https://docs.docker.com/reference/api/engine/). A leaf:
 * `engine.ts` is behind it, and in tests a plain object.
 */
import type { ContainerRequest } from "./container-request.ts";
import type { RegistryAuth } from "./registry-auth.ts";

/** What an engine says of itself. */
export interface EngineInfo {
  readonly version: string;
  /** Processors that its containers may use. */
  readonly cpus: number;
  /** Root in a container of a rootless engine is the user who runs it. */
  readonly isRootless: boolean;
}

/** An image that an engine has. */
export interface EngineImage {
  /** `sha256:…` of its configuration. */
  readonly id: string;
  /** `name@sha256:…`, by the registries it was pulled from. */
  readonly repoDigests: readonly string[];
}

/** How a container is. */
export interface EngineContainerState {
  readonly isRunning: boolean;
  readonly exitCode: number;
  readonly isOutOfMemory: boolean;
  /** Why it could not be started, in the engine's words; empty when it could. */
  readonly error: string;
  /** `starting`, `healthy` or `unhealthy`; absent without a health check. */
  readonly health?: string;
  /** Address on its network; empty where it has none of its own. */
  readonly address: string;
}

/** A container of an engine. Every call rejects with an Error whose message is one sentence, or with the reason of its signal. */
export interface EngineContainer {
  readonly id: string;
  /** Hears what the container prints, from now on; resolves with the end of it, as a promise in an object. */
  readonly attach: (hear: HearOutput) => Promise<{ readonly ended: Promise<void> }>;
  readonly start: (signal?: AbortSignal) => Promise<void>;
  readonly state: () => Promise<EngineContainerState>;
  /** Resolves with the exit code once the container has ended. */
  readonly wait: () => Promise<number>;
  /** SIGTERM, then SIGKILL; resolves when it has ended. One that is not running, or gone, is no error. */
  readonly stop: (seconds: number) => Promise<void>;
  /** Removes it with its anonymous volumes, running or not; one that is gone is no error. */
  readonly remove: () => Promise<void>;
}

/** Hears a part of what a container printed, which may end in the middle of a line. */
export type HearOutput = (stream: "stdout" | "stderr", part: Buffer) => void;

/** A container as a list has it. */
export interface ListedContainer {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly created: number;
}

/** An engine. Every call rejects with an Error whose message is one sentence, or with the reason of its signal. */
export interface Engine {
  readonly info: (signal: AbortSignal) => Promise<EngineInfo>;
  /** Undefined when the engine does not have it. */
  readonly image: (reference: string, signal: AbortSignal) => Promise<EngineImage | undefined>;
  readonly pull: (
    reference: string,
    auth: RegistryAuth | undefined,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Builds the Dockerfile of a folder, from these entries of it; `hear` gets the lines that the build prints. */
  readonly build: (
    folder: string,
    entries: readonly string[],
    tag: string,
    hear: (text: string) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Removes an image that nothing uses and that has no name any more; one that is in use stays. */
  readonly removeImage: (id: string) => Promise<void>;
  readonly createNetwork: (
    name: string,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly createContainer: (
    name: string,
    request: ContainerRequest,
    signal: AbortSignal,
  ) => Promise<EngineContainer>;
  /** Containers with a label, running or not. */
  readonly listContainers: (label: string, value: string) => Promise<readonly ListedContainer[]>;
  readonly container: (id: string) => EngineContainer;
  /** Removes networks with a label; resolves with how many there were. */
  readonly removeNetworks: (label: string, value: string) => Promise<number>;
}
