import { vi } from "vitest";
import { runOnMocks, type Recording, type RecordedResource } from "../../helpers/pulumi-mocks.ts";
import { awsMocks, type AwsOptions } from "./aws.ts";
import { listen } from "./engine.ts";

export type { Recording };

/** A token that is recognised wherever it turns up. */
export const token = "dckr_pat_RECOGNISABLE";

/** The least that builds an image. */
export const building = { dockerHubUser: "kiwi", dockerHubToken: token } as const;

/** What {@link runProgram} takes besides the stand-in's options. */
export interface ProgramOptions extends AwsOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly project?: string;
  readonly stack?: string;
  /** Whether a Docker engine answers. Default: true. */
  readonly hasEngine?: boolean;
}

/** Runs the whole program afresh, with this configuration. */
export async function runProgram(options: ProgramOptions = {}): Promise<Recording> {
  const { hasEngine = true, config = building, secretKeys = ["dockerHubToken"] } = options;
  await using engine = await listen();
  // A scheme that nobody knows is a place where nothing is.
  vi.stubEnv("DOCKER_HOST", hasEngine ? `tcp://127.0.0.1:${String(engine.port)}` : "none://");
  vi.resetModules();
  try {
    const mocks = awsMocks(options);
    return await runOnMocks({ ...options, config, secretKeys, mocks }, async () => ({
      ...((await import("../../../index.ts")) as object),
    }));
  } finally {
    vi.unstubAllEnvs();
  }
}

/** Runs one component, or whatever else a program may be made of. */
export function runParts(
  program: () => unknown,
  options: AwsOptions & { readonly stack?: string } = {},
): Promise<Recording> {
  return runOnMocks({ ...options, mocks: awsMocks(options) }, program);
}

/** The resources of a type. */
export const ofType = ({ resources }: Recording, type: string): readonly RecordedResource[] =>
  resources.filter((resource) => resource.type === type);

/** The only resource of a type. */
export function only(recording: Recording, type: string): RecordedResource {
  const [resource, ...more] = ofType(recording, type);
  if (resource === undefined || more.length > 0) {
    const found = recording.resources.map((one) => one.type).join(", ");
    throw new Error(`Expected one ${type}, but got ${found}.`);
  }
  return resource;
}
