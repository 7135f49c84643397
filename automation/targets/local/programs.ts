import { existsSync } from "node:fs";
import { containerNames } from "../../../infra/container-definitions.ts";
import { crawlerProgram } from "../../package-root.ts";
import { findBrowserPair } from "./browser.ts";
import type { Program } from "./container.ts";
import type { LocalRuntimeSpec } from "./local-task.ts";

/**
 * Finds the programs that stand for the images of a task, by container name: what pulling is elsewhere.
 * Throws one sentence when there is none.
 */
export async function findPrograms(
  spec: LocalRuntimeSpec,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Program>>> {
  if (!existsSync(crawlerProgram)) {
    throw new Error(`The crawler is not built: expected ${crawlerProgram}; run "npm run build".`);
  }
  const { port, seleniumCommand, browserBinary } = spec;
  const pair =
    seleniumCommand === null ? await findBrowserPair(environment, browserBinary, signal) : null;
  const browser = pair?.browser ?? browserBinary;
  return {
    [containerNames.selenium]: {
      entryPoint:
        pair === null
          ? ["/bin/sh", "-c", (seleniumCommand ?? "").replaceAll("{port}", String(port))]
          : [pair.driver, `--port=${String(port)}`],
      environment: { SE_PORT: String(port) },
    },
    [containerNames.crawler]: {
      // As in crawler/Dockerfile.
      entryPoint: [process.execPath, "--optimize-for-size", crawlerProgram],
      environment: browser === null ? {} : { MAYFLY_BROWSER_BINARY: browser },
    },
  };
}

/** Chrome refuses to run as root with its sandbox (https://crbug.com/638180), and only then it is switched off. */
export function sandboxArguments(userId: number | undefined): readonly string[] {
  return userId === 0 ? ["--no-sandbox"] : [];
}
