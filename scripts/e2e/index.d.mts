/** Something that runs until it is closed; it also ends when this process does. */
interface Service {
  readonly close: () => Promise<void>;
}

/** The Docker engine that answers, or a dockerd of our own. `host` as in `DOCKER_HOST`. */
export function startDockerEngine(options?: {
  readonly signal?: AbortSignal;
}): Promise<Service & { readonly host: string }>;

/** Sees to it that the engine has the image that the crawler's is built on. */
export function ensureBaseImage(engine: { readonly host: string }): Promise<void>;

/** Sees to it that the engine has {@link seleniumImage}, or its stand-in. */
export function ensureSeleniumImage(engine: { readonly host: string }): Promise<void>;

/** The stock image of a Selenium server. */
export const seleniumImage: string;

/** An empty image registry on loopback for one user; `host` is `127.0.0.1:PORT`. */
export function startRegistry(options: {
  readonly user: string;
  readonly password: string;
  readonly signal?: AbortSignal;
}): Promise<Service & { readonly host: string }>;

/** An AWS from memory on loopback; `endpoint` is its URL for all services. */
export function startMoto(options?: {
  readonly signal?: AbortSignal;
}): Promise<Service & { readonly endpoint: string }>;

/** An AWS on loopback whose tasks are containers that the Docker command at the path `docker` starts. */
export function startFakecloud(options: {
  readonly docker: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}): Promise<Service & { readonly endpoint: string }>;

/** An AWS on loopback whose tasks are containers of the engine at `dockerHost`, as in `DOCKER_HOST`. */
export function startMinistack(options: {
  readonly dockerHost: string;
  readonly signal?: AbortSignal;
}): Promise<Service & { readonly endpoint: string }>;

/** The folder with `pulumi` and `pulumi-language-nodejs`, to be first on the PATH. */
export function pulumiFolder(): Promise<string>;

/** Whether `pulumi version` names one that runs this project. */
export function isRecentPulumi(output: string): boolean;

/** A temporary folder of one service, which goes with it. */
export function serviceFolder(name: string): string;

/** Starts a program and waits until it is ready; rejects with the end of its log. */
export function startService(options: {
  readonly name: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly isReady: () => Promise<boolean>;
  readonly deadlineMs?: number;
  readonly graceSeconds?: number;
  readonly signal?: AbortSignal;
}): Promise<Service>;

/** The status of a server on this machine, or undefined when it does not answer. */
export function httpStatus(url: string): Promise<number | undefined>;
