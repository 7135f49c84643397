import { afterAll, beforeAll } from "vitest";
import {
  browserEnvironment,
  buildCrawler,
  CrawlerProcess,
  type BuiltCrawler,
} from "./crawler-process.ts";

/** Starts the crawler with this machine's browser; `stdout` is a file where it shall not be a pipe. */
export type StartCrawler = (
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  stdout?: number,
) => CrawlerProcess;

/** The sites of the tests are on loopback. */
const onThisMachine = { MAYFLY_ALLOW_PRIVATE: "true" };

/** The crawler for the tests of one file: built before the first and removed after the last. */
export function useCrawler(): StartCrawler {
  let crawler: BuiltCrawler;
  let browser: Readonly<Record<string, string>>;
  beforeAll(async () => {
    [crawler, browser] = await Promise.all([buildCrawler(), browserEnvironment()]);
  }, 120_000);
  afterAll(() => crawler[Symbol.dispose]());
  return (args, environment, stdout) =>
    new CrawlerProcess(
      crawler.main,
      args,
      { ...onThisMachine, ...browser, ...environment },
      stdout,
    );
}
