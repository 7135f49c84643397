import { MayflyError } from "../errors.ts";
import { requireTarget } from "../targets/target-names.ts";
import type { CrawlLifeOptions } from "./crawl-options.ts";

/** What says where a crawl is, and what goes with that. */
type Where = {
  readonly [
    Name in "target" | "stack" | "stackPrefix" | "docker" | "keep" | "keepOnFailure" | "config"
  ]?: CrawlLifeOptions[Name] | undefined;
} & {
  /** Null where the value is still to be read. */
  readonly secrets?: Readonly<Record<string, string | null>> | undefined;
};

/** Where a crawl's task runs: as `target` says, else as {@link CrawlLifeOptions} does. */
export function crawlTarget({
  target,
  stack,
  stackPrefix,
  docker,
}: Where): NonNullable<CrawlLifeOptions["target"]> {
  if (target !== undefined) return target;
  if ((stack ?? stackPrefix) !== undefined) return "fargate";
  return docker === undefined ? "local" : "docker";
}

/** Throws `MayflyError` (usage) for options that do not go with where the task runs, so that none is passed over in silence. */
export function checkTarget(options: Where): void {
  const { stack, stackPrefix, docker, keep, keepOnFailure, config = {}, secrets = {} } = options;
  const target = crawlTarget(options);
  requireTarget(target, "--target");
  if (stack !== undefined && stackPrefix !== undefined) {
    throw usage("Expected --stack or --stack-prefix, but got both.");
  }
  if (docker !== undefined && target !== "docker") {
    throw usage(`Expected options for Docker with the target docker alone, but got ${target}.`);
  }
  if (stack !== undefined && target === "local") {
    throw usage(
      "Expected --target fargate or docker together with --stack, but got --target local.",
    );
  }
  const isGiven = {
    "--stack-prefix": stackPrefix !== undefined,
    "--keep": keep === true,
    "--keep-on-failure": keepOnFailure === true,
    "--config": Object.keys(config).length > 0,
    "--secret": Object.keys(secrets).length > 0,
  };
  const given = Object.entries(isGiven).find(([, is]) => is)?.[0];
  if (target === "fargate" || given === undefined) return;
  throw usage(
    `Expected ${given} for a crawl on Fargate alone, which has an environment to bring up; give --target fargate.`,
  );
}

function usage(message: string): MayflyError {
  return new MayflyError("usage", message);
}
