import Docker from "dockerode";
import { orAborted } from "../../abort.ts";
import { messageOf } from "../../errors.ts";
import type { EngineAddress } from "./docker-task.ts";
import type { Engine, EngineImage } from "./engine-api.ts";
import { engineConnection } from "./engine-connection.ts";
import { engineContainer } from "./engine-container.ts";
import { engineError, isGone } from "./engine-error.ts";
import { heardProgress } from "./engine-progress.ts";

/** Milliseconds without a word after which a call that should answer at once has failed. */
const quickMs = 60_000;

/** A Docker engine, through its client library. Throws one sentence for an address that is none. */
export function dockerEngine(address: EngineAddress): Engine {
  const connection = engineConnection(address);
  const quick = new Docker({ ...connection, timeout: quickMs });
  // Waiting, stopping, pulling and printing take what they take.
  const patient = new Docker({ ...connection, timeout: undefined });
  const told = async <Value>(call: Promise<Value>, signal?: AbortSignal): Promise<Value> => {
    try {
      return await call;
    } catch (error) {
      // Of an abort, the client library says no more than that there was one.
      signal?.throwIfAborted();
      throw engineError(error, address);
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
      const stream = await told(patient.pull(reference, options), signal);
      await told(
        heardProgress(stream, () => undefined, signal),
        signal,
      );
    },
    build: async (folder, entries, tag, hear, signal) => {
      const context = { context: folder, src: [...entries] };
      const options = { t: tag, rm: true, forcerm: true, abortSignal: signal };
      const stream = await told(patient.buildImage(context, options), signal);
      await told(heardProgress(stream, hear, signal), signal);
    },
    removeImage: async (id) => {
      await told(quick.getImage(id).remove()).catch(() => undefined);
    },
    createNetwork: async (name, labels, abortSignal) => {
      const network = { Name: name, Driver: "bridge", Labels: { ...labels }, abortSignal };
      await told(quick.createNetwork(network), abortSignal);
    },
    createContainer: async (name, request, abortSignal) => {
      const container = { name, ...request, abortSignal };
      const made = await told(quick.createContainer(container), abortSignal);
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
