import type { TestProject } from "vitest/node";
import { startDockerEngine } from "../../../scripts/e2e/index.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The Docker engine of this run, as in `DOCKER_HOST`. */
    dockerHost: string;
  }
}

/** One Docker engine for all files: the one that answers, or one that ends with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startDockerEngine();
  project.provide("dockerHost", engine.host);
  return engine.close;
}
