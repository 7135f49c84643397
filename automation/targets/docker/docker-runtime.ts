import { appendFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtImage, type ContainerDefinition } from "../../../infra/container-definitions.ts";
import { parseImageReference } from "../../../infra/config/image-reference.ts";
import { messageOf, withoutDot } from "../../errors.ts";
import { markName, type AgentFiles } from "../agent/agent-files.ts";
import type { TaskRuntime } from "../agent/runtime.ts";
import { containerRequest } from "./container-request.ts";
import { DockerContainer } from "./docker-container.ts";
import type { DockerRuntimeSpec } from "./docker-task.ts";
import type { Engine, EngineImage, EngineInfo } from "./engine-api.ts";
import { dockerEngine } from "./engine.ts";
import { folderLabel, taskLabel } from "./labels.ts";
import { registryAuth } from "./registry-auth.ts";
import { removeTask } from "./remove-task.ts";

/** What the crawler's Dockerfile copies. */
const buildEntries = [
  "Dockerfile",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "src",
];

/** Containers on a Docker engine, in one network namespace: the first makes it, the others join it. */
export function dockerRuntime(
  spec: DockerRuntimeSpec,
  taskId: string,
  containers: readonly ContainerDefinition[],
  files: AgentFiles,
  environment: NodeJS.ProcessEnv,
  engine: Engine = dockerEngine(spec.engine),
): TaskRuntime {
  const taskFolder = files.mark.slice(markName.length + 1);
  const network = spec.network ?? `mayfly-${taskId}`;
  const images = new Map<string, EngineImage>();
  let info: EngineInfo | null = null;
  let first: string | null = null;
  return {
    provision: async (tell, signal) => {
      info = await engine.info(signal);
      tell({ docker: spec.engine });
      if (spec.network === null) {
        const labels = { [folderLabel]: taskFolder, [taskLabel]: taskId };
        await engine.createNetwork(network, labels, signal);
      }
      return {};
    },
    pull: async (signal) => {
      if (spec.buildContext !== null) {
        await buildImage(engine, spec.buildContext, join(dirname(files.spec), "build.log"), signal);
      }
      const known: Record<string, { image: string; imageDigest?: string }> = {};
      for (const { name, image } of containers) {
        const found = await ensureImage(engine, image, environment, signal);
        images.set(name, found);
        const digest = found.repoDigests
          .map((reference) => reference.replace(/^.*@/, ""))
          .find((one) => one !== "");
        known[name] = { image, ...(digest === undefined ? {} : { imageDigest: digest }) };
      }
      return known;
    },
    start: async (definition, stream, _tell, signal) => {
      const { name } = definition;
      const request = containerRequest(definition, {
        spec,
        taskId,
        taskFolder,
        image: images.get(name)?.id ?? definition.image,
        network,
        sharesWith: first,
        user: resultsUser(spec.resultsFolder, info?.isRootless === true),
        engineCpus: info?.cpus ?? 1,
      });
      const made = await engine.createContainer(`mayfly-${taskId}-${name}`, request, signal);
      first ??= made.id;
      return await DockerContainer.start(definition, made, stream, signal);
    },
    cleanUp: async () => {
      // What cannot be removed now is removed by the next command, as after a killed agent.
      await removeTask(spec.engine, taskFolder, engine);
    },
  };
}

/** Builds the crawler's image, and keeps what the build prints. What had its name before goes, unless it is used. */
async function buildImage(
  engine: Engine,
  context: string,
  log: string,
  signal: AbortSignal,
): Promise<void> {
  const before = await engine.image(builtImage, signal);
  try {
    const hear = (text: string): void => {
      appendFileSync(log, text);
    };
    await engine.build(context, buildEntries, builtImage, hear, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `CannotBuildImageError: ${withoutDot(messageOf(error))}; what the build printed is in ${log}.`,
      { cause: error },
    );
  }
  const after = await engine.image(builtImage, signal);
  if (before !== undefined && before.id !== after?.id) await engine.removeImage(before.id);
}

/** The image, which is pulled where the engine does not have it. */
async function ensureImage(
  engine: Engine,
  reference: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<EngineImage> {
  const present = await engine.image(reference, signal);
  if (present !== undefined) return present;
  if (reference === builtImage) {
    throw new Error(
      `CannotPullContainerError: ${builtImage} is in no registry: --build builds it, and the engine has none yet.`,
    );
  }
  const registry = parseImageReference(reference)?.registry ?? "docker.io";
  try {
    await engine.pull(reference, await registryAuth(registry, environment), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `CannotPullContainerError: ${withoutDot(messageOf(error))} (image ${reference}).`,
      { cause: error },
    );
  }
  const pulled = await engine.image(reference, signal);
  if (pulled === undefined) throw new Error(`CannotPullContainerError: ${reference}: not found.`);
  return pulled;
}

/**
 * Who writes the results, so that they belong to whoever runs Mayfly: in a rootless engine, root is that user. For root it is
 * whoever owns their folder, whose permissions stay as they are.
 */
function resultsUser(folder: string | null, isRootless: boolean): string | null {
  if (folder === null) return null;
  mkdirSync(folder, { recursive: true });
  if (isRootless) return "0:0";
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const owner = uid === 0 ? statSync(folder) : { uid, gid };
  return `${String(owner.uid)}:${String(owner.gid)}`;
}
