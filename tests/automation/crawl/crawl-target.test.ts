import { expect, test } from "vitest";
import { crawl } from "../../../automation/crawl/crawl.ts";
import type { CrawlLifeOptions } from "../../../automation/crawl/crawl-options.ts";

const urls = ["http://a.test/"];

test.each<[Partial<CrawlLifeOptions>, string]>([
  [
    { target: "aws" as "fargate" },
    'Expected local, docker or fargate for --target, but got "aws".',
  ],
  [{ stack: "a", stackPrefix: "b" }, "Expected --stack or --stack-prefix, but got both."],
  [
    { stack: "a", docker: {} },
    "Expected options for Docker with the target docker alone, but got fargate.",
  ],
  [
    { stack: "a", target: "local" },
    "Expected --target fargate or docker together with --stack, but got --target local.",
  ],
  [{ target: "docker", stackPrefix: "ci" }, "Expected --stack-prefix for a crawl on Fargate alone"],
  [{ keep: true }, "Expected --keep for a crawl on Fargate alone"],
  [{ keepOnFailure: true }, "Expected --keep-on-failure for a crawl on Fargate alone"],
  [{ config: { cpu: "1024" } }, "Expected --config for a crawl on Fargate alone"],
  [{ secrets: { dockerHubToken: "x" } }, "Expected --secret for a crawl on Fargate alone"],
])("what a crawl would pass over is refused before anything is made: %j", async (options, said) => {
  await expect(crawl({ urls, ...options })).rejects.toThrow(said);
});
