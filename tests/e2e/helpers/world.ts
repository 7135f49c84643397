import { delimiter } from "node:path";
import { inject } from "vitest";
import { builtProgram } from "../../../automation/package-root.ts";
import { pulumiFolder } from "../../../scripts/e2e/index.mjs";
import { startProviders } from "../providers/start.mjs";
import { must, start, type Ended, type Started } from "./commands.ts";
import { forgetImages } from "./docker.ts";
import { emulators, type EmulatorName } from "./emulators.ts";
import { inventory, type AwsAccess } from "./inventory.ts";
import { ProjectCopy } from "./project.ts";
import { startLoginRegistry, type RegistryLogin } from "./registry.ts";

export { must } from "./commands.ts";

const region = "us-east-1";

/** What one test file works in, all its own: a copy of the project, a registry, an AWS account; and what a user types. */
export interface World extends AsyncDisposable {
  readonly project: ProjectCopy;
  readonly registry: RegistryLogin;
  /** The AWS account, for clients of the SDK. */
  readonly aws: AwsAccess;
  /** Runs a program of the user's to its end: `pulumi`, or the built `mayfly`. */
  run(
    program: "pulumi" | "mayfly",
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<Ended>;
  /** Starts one; with `group`, signals go to all that it starts, as from a terminal. */
  start(
    program: "pulumi" | "mayfly",
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
    options?: { readonly group?: boolean },
  ): Started;
  /** The environment that a program of the user's gets. */
  environment(env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** Makes a stack whose images go to this world's registry; keys as for `pulumi config set --path`. */
  configure(stack: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** Everything in the account. */
  inventory(): Promise<readonly string[]>;
  /** Starts the stand-ins again with these faults (`STANDIN_FAIL`, `STANDIN_DELAY`), or without any. */
  withFaults(faults: Readonly<Record<string, string>>): Promise<void>;
}

/** How a world differs from the usual one. */
export interface WorldOptions {
  /** Its AWS. Default: moto, which has no containers. */
  readonly emulator?: EmulatorName;
  /** A registry that outlives it: what is there already need not be pushed. Default: an empty one of its own. */
  readonly registry?: RegistryLogin;
}

/** Brings a world up; it ends with {@link World[Symbol.asyncDispose]}. */
export async function startWorld({
  emulator = "moto",
  registry: given,
}: WorldOptions = {}): Promise<World> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const closer of closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const project = new ProjectCopy();
    closers.push(() => {
      project.remove();
    });
    let registry = given;
    if (registry === undefined) {
      const own = await startLoginRegistry();
      closers.push(own.close);
      registry = own;
    }
    const { host, user, token } = registry;
    closers.push(async () => forgetImages(host));
    const dockerHost = inject("dockerHost");
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const machine: NodeJS.ProcessEnv = {
      ...process.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: region,
      DOCKER_HOST: dockerHost,
    };
    const { endpoint, close: end } = await emulators[emulator]({
      env: machine,
      dockerHost,
      registry,
    });
    closers.push(end);
    const aws: AwsAccess = { endpoint, region, credentials };
    const base: NodeJS.ProcessEnv = {
      ...machine,
      PATH: [await pulumiFolder(), process.env["PATH"]].join(delimiter),
      AWS_ENDPOINT_URL: aws.endpoint,
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_BACKEND_URL: `file://${project.state}`,
      // vitest's own, which would tell the program that it is being tested.
      VITEST: undefined,
      NODE_ENV: undefined,
    };
    const provide = (faults: Readonly<Record<string, string>>) =>
      startProviders({ cwd: project.folder, env: { ...base, ...faults } });
    let providers = await provide({});
    closers.push(() => providers.close());
    const environment: World["environment"] = (env = {}) => ({
      ...base,
      PULUMI_DEBUG_PROVIDERS: providers.debugProviders,
      ...env,
    });
    const launch: World["start"] = (program, args, env, { group = false } = {}) =>
      start(
        program === "pulumi" ? "pulumi" : process.execPath,
        program === "pulumi" ? args : [builtProgram("cli.js"), ...args],
        { cwd: project.folder, env: environment(env), detached: group },
      );
    const run: World["run"] = (program, args, env) => launch(program, args, env).ended;
    return {
      project,
      registry,
      aws,
      run,
      start: launch,
      environment,
      configure: async (stack, values = {}) => {
        await must(run("pulumi", ["stack", "init", stack]));
        const all = { "aws:region": region, dockerHubUser: user, ...values };
        const given = { registryServer: host, ...all };
        const plain = Object.entries(given).flatMap(([key, value]) => [
          "--plaintext",
          `${key}=${value}`,
        ]);
        const secret = ["--secret", `dockerHubToken=${token}`];
        await must(
          run("pulumi", ["config", "set-all", "--path", "--stack", stack, ...plain, ...secret]),
        );
      },
      inventory: () => inventory(aws),
      withFaults: async (faults) => {
        await providers.close();
        providers = await provide(faults);
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
