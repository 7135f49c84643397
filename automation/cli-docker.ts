import type { Command } from "commander";
import type { DockerOptions } from "./targets/docker/docker-options.ts";

/** Options of `mayfly run` for a Docker engine alone, as commander names them. */
export interface DockerFlags {
  readonly build?: boolean;
  readonly crawlerImage?: string;
  readonly seleniumImage?: string;
  readonly network?: string;
  readonly addHost?: readonly string[];
}

/** These options, as commander names them. */
export const dockerFlags = [
  "build",
  "crawlerImage",
  "seleniumImage",
  "network",
  "addHost",
] as const satisfies readonly (keyof DockerFlags)[];

/** Adds the options of `mayfly run` that a task on a Docker engine has. */
export function addDockerOptions(
  command: Command,
  append: (text: string, previous: readonly string[] | undefined) => readonly string[],
): void {
  command
    .option("--build", "Docker: build the crawler's image first, and push it nowhere")
    .option("--crawler-image <image>", "Docker: image of the crawler (default: the stack's)")
    .option("--selenium-image <image>", "Docker: image of Selenium (default: the stack's)")
    .option("--network <name>", "Docker: network of the task, or host (default: one of its own)")
    .option(
      "--add-host <name:address>",
      "Docker: one more name for the containers; may be repeated",
      append,
    );
}

/** What these options, and those that Fargate has too, say of the task. */
export function dockerOptions(
  flags: DockerFlags & {
    readonly cpu?: number;
    readonly memory?: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): DockerOptions {
  const { build, crawlerImage, seleniumImage, network, addHost, cpu, memory, env } = flags;
  const options = {
    ...{ build, crawlerImage, seleniumImage, network, cpu },
    ...{ addHosts: addHost, memoryMiB: memory, environment: env },
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
