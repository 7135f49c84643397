/** What a stand-in hears from its environment; see `faults.mjs` for the three of its own. */
export interface ProvidersEnvironment {
  readonly [name: string]: string | undefined;
  /** Endpoint of the emulator; the stand-in for aws never asks AWS. */
  readonly AWS_ENDPOINT_URL?: string;
  /** `TYPE=OP:TEXT`: that operation fails with that text. */
  readonly STANDIN_FAIL?: string;
  /** `TYPE=MS`: creations of the type wait, until they are cancelled. */
  readonly STANDIN_DELAY?: string;
  /** Set to anything: the Docker engine has gone. */
  readonly STANDIN_NO_ENGINE?: string;
  /** File that gets a JSON line per operation begun. */
  readonly STANDIN_LOG?: string;
}

/** Stand-ins that serve. */
export interface Providers {
  /** For the engine's `PULUMI_DEBUG_PROVIDERS`, such as `aws:1,awsx:2,docker:3`. */
  readonly debugProviders: string;
  /** What the stand-ins have said on stderr, for the message of a failed test. */
  output(): string;
  /** Ends the processes, and resolves when they have ended. */
  close(): Promise<void>;
}

/**
 * Starts a process per provider and waits until each serves. They also end with the process that started them.
 * @param options.env whole environment of the processes; that of this process by default
 * @param options.cwd the project's folder, where the engine starts a real provider; that of this process by default
 * @param options.names which providers; all three by default
 * @param options.cwd what a relative build context of an image is relative to: the folder of `Pulumi.yaml`, where the engine
 *   starts real providers; the working directory by default
 * @throws when one does not serve within 30 s, with what it said on stderr; then none is left running
 */
export function startProviders(options?: {
  cwd?: string;
  env?: ProvidersEnvironment;
  names?: readonly ("aws" | "awsx" | "docker")[];
  cwd?: string;
}): Promise<Providers>;
