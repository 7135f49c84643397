import Docker from "dockerode";
import { orAborted } from "../../abort.ts";
import { messageOf } from "../../errors.ts";
import type { EngineAddress } from "./docker-task.ts";
import type { Engine, EngineImage } from "./engine-api.ts";
import { engineConnection } from "./engine-connection.ts";
import { engineContainer } from "./engine-container.ts";
import { engineError, isGone } from "./engine-error.ts";

/** Milliseconds without a word after which a call that should answer at once has failed. */
const quickMs = 60_000;

/** A Docker engine, through its client library. Throws one sentence for an address that is none. */
export function dockerEngine(address: EngineAddress): Engine {
  const connection = engineConnection(address);
  const quick = new Docker({ ...connection, timeout: quickMs });
  // Waiting, stopping, pulling and printing take what they take.
  const patient = new Docker({ ...connection, timeout: undefined });
  const told = async <Value>(call: Promise<Value>): Promise<Value> => {
    try {
      return await call;
    } catch (error) {
      throw engineError(error, address);
    }
  };
  /** Hears a stream of JSON lines to its end; an `error` in it is the failure. */
  const followed = async (
    stream: NodeJS.ReadableStream & { readonly destroy?: () => void },
    hear: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    const onAbort = (): void => {
      stream.destroy?.();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        stream.once("close", () => {
          if (signal.aborted) reject(signal.reason as Error);
        });
        patient.modem.followProgress(
          stream,
          (error) => {
            if (error === null) resolve();
            else reject(error);
          },
          (event: { readonly stream?: string }) => {
            hear(event.stream ?? "");
          },
        );
      });
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  };

  return {
    info: async (signal) => {
      const info = (await orAborted(told(quick.info()), signal)) as {
        readonly NCPU?: number;
        readonly ServerVersion?: string;
        readonly SecurityOptions?: readonly string[] | null;
      };
      return {
        version: info.ServerVersion ?? "unknown",
        cpus: info.NCPU ?? 1,
        isRootless: (info.SecurityOptions ?? []).some((option) => option.includes("name=rootless")),
      };
    },
    image: async (reference, signal) => {
      try {
        return imageOf(await orAborted(told(quick.getImage(reference).inspect()), signal));
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    pull: async (reference, auth, signal) => {
      const options = { abortSignal: signal, ...(auth === undefined ? {} : { authconfig: auth }) };
      const stream = await told(patient.pull(reference, options));
      await told(followed(stream, () => undefined, signal));
    },
    build: async (folder, entries, tag, hear, signal) => {
      const context = { context: folder, src: [...entries] };
      const options = { t: tag, rm: true, forcerm: true, abortSignal: signal };
      const stream = await told(patient.buildImage(context, options));
      await told(followed(stream, hear, signal));
    },
    removeImage: async (id) => {
      await told(quick.getImage(id).remove()).catch(() => undefined);
    },
    createNetwork: async (name, labels, abortSignal) => {
      const network = { Name: name, Driver: "bridge", Labels: { ...labels }, abortSignal };
      await told(quick.createNetwork(network));
    },
    createContainer: async (name, request, abortSignal) => {
      const made = await told(quick.createContainer({ name, ...request, abortSignal }));
      return engineContainer(made, patient, told);
    },
    listContainers: async (label, value) => {
      const filters = { label: [`${label}=${value}`] };
      const found = await told(quick.listContainers({ all: true, filters }));
      return found.map(({ Id, Labels, Created }) => ({ id: Id, labels: Labels, created: Created }));
    },
    container: (id) => engineContainer(quick.getContainer(id), patient, told),
    removeNetworks: async (label, value) => {
      const filters = { label: [`${label}=${value}`] };
      const found = await told(quick.listNetworks({ filters }));
      for (const { Id } of found) {
        await told(quick.getNetwork(Id).remove()).catch((error: unknown) => {
          if (!isGone(error)) throw new Error(messageOf(error), { cause: error });
        });
      }
      return found.length;
    },
  };
}

/** `RepoDigests` is null where the image never was in a registry, whatever the types say. */
function imageOf(image: { Id: string; RepoDigests: readonly string[] | null }): EngineImage {
  return { id: image.Id, repoDigests: image.RepoDigests ?? [] };
}
