import {
  crawlContainerDefinitions,
  type ContainerDefinition,
} from "../../../infra/container-definitions.ts";
import { environmentNames } from "../../../crawler/src/contract.ts";
import { builtProgram } from "../../package-root.ts";
import { sandboxArguments } from "./programs.ts";

/** What the local target changes in the containers of a crawl task. */
export interface LocalContainerOptions {
  readonly port: number;
  readonly seleniumCommand?: string;
  readonly seleniumStartTimeoutSeconds?: number;
  readonly browserArguments?: readonly string[];
}

/** The containers of a crawl task as they run on this machine: the same, with a health check that needs no curl. */
export function localContainerDefinitions(
  options: LocalContainerOptions,
  environment: Readonly<Record<string, string>>,
): readonly ContainerDefinition[] {
  const { port } = options;
  const browserArguments = [
    ...sandboxArguments(process.getuid?.()),
    ...(options.browserArguments ?? []),
  ].join(" ");
  return crawlContainerDefinitions({
    seleniumImage: options.seleniumCommand ?? "chromedriver",
    crawlerImage: "mayfly-crawler",
    port,
    crawlerEnvironment: {
      // What people crawl from here is often here.
      [environmentNames.allowPrivate]: "true",
      ...environment,
      ...(browserArguments === "" ? {} : { [environmentNames.browserArguments]: browserArguments }),
    },
    healthCheck: {
      command: [
        "CMD",
        process.execPath,
        builtProgram("targets", "local", "health-check-main.js"),
        `http://localhost:${String(port)}`,
      ],
      interval: 5,
      timeout: 3,
      retries: 3,
      startPeriod: options.seleniumStartTimeoutSeconds ?? 120,
      startInterval: 0.1,
    },
    startTimeout: options.seleniumStartTimeoutSeconds ?? 120,
  });
}
