import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  serviceFolder,
  startFakecloud,
  startMinistack,
  startMoto,
} from "../../../scripts/e2e/index.mjs";
import { startDockerProxy } from "../emulators/docker-proxy.mjs";
import { bridgeAddress } from "./docker.ts";
import { forwardTo } from "./forward.ts";
import { writeLogin, type RegistryLogin } from "./registry.ts";

/** What an emulator of AWS gets. */
export interface EmulatorOptions {
  /** The environment of the world, with region and credentials. */
  readonly env: NodeJS.ProcessEnv;
  readonly dockerHost: string;
  /** Where the tasks' images are. */
  readonly registry: RegistryLogin;
}

/** An AWS that runs. */
export interface Emulator {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** The emulators, by name: moto has no containers, the others have real ones. */
export const emulators = {
  moto: async (): Promise<Emulator> => await startMoto(),
  fakecloud,
  ministack,
} as const satisfies Record<string, (options: EmulatorOptions) => Promise<Emulator>>;

/** Name of an emulator. */
export type EmulatorName = keyof typeof emulators;

async function fakecloud({ env, registry }: EmulatorOptions): Promise<Emulator> {
  const folder = serviceFolder("fakecloud-docker");
  const shipping = join(folder, "shipping");
  mkdirSync(shipping);
  writeLogin(folder, registry);
  const { endpoint, close } = await startFakecloud({
    docker: fileURLToPath(new URL("../emulators/docker", import.meta.url)),
    env: {
      ...env,
      MAYFLY_NODE: process.execPath,
      MAYFLY_DOCKER_CONFIG: folder,
      MAYFLY_SHIPPING: shipping,
      MAYFLY_HOST_ADDRESS: await bridgeAddress(),
      // The helper that brings a task's role to its containers would come from the Internet: they have it in their environment.
      FAKECLOUD_ECS_CREDS_HELPER_IMAGE: `${registry.host}/no-such-helper:1`,
    },
  });
  const forward = await forwardTo(endpoint, await bridgeAddress());
  return {
    endpoint,
    close: async () => {
      await forward.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ministack({ env, dockerHost }: EmulatorOptions): Promise<Emulator> {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];
  const credentials = Object.fromEntries(names.map((name) => [name, env[name] ?? ""]));
  const proxy = await startDockerProxy(dockerHost, credentials);
  try {
    const { endpoint, close } = await startMinistack({ dockerHost: proxy.host });
    const forward = await forwardTo(endpoint, await bridgeAddress());
    return {
      endpoint,
      close: async () => {
        await forward.close();
        await close();
        await proxy.close();
      },
    };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}
