import type { CrawlLifeOptions } from "./crawl-options.ts";

/** Where a crawl's task runs: as `target` says, else as {@link CrawlLifeOptions} does. */
export function crawlTarget({
  target,
  stack,
  stackPrefix,
  docker,
}: Pick<CrawlLifeOptions, "target" | "stack" | "stackPrefix" | "docker">): NonNullable<
  CrawlLifeOptions["target"]
> {
  if (target !== undefined) return target;
  if ((stack ?? stackPrefix) !== undefined) return "fargate";
  return docker === undefined ? "local" : "docker";
}
