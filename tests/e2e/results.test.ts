import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMoto } from "../../scripts/e2e/index.mjs";
import { pagesOf, summaryOf } from "../crawler/helpers/crawler-process.ts";
import { useCrawler } from "../crawler/helpers/use-crawler.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { startSeleniumServer } from "../helpers/selenium-servers.ts";

/** Results in a real bucket's place: an S3 that answers the SDK over HTTP. */
const startCrawler = useCrawler();
const bucket = "mayfly-results";
let aws: Awaited<ReturnType<typeof startMoto>>;
let environment: Readonly<Record<string, string>>;
let client: S3Client;
let site: DemoSite;

beforeAll(async () => {
  aws = await startMoto();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  environment = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: "us-east-1",
  };
  client = new S3Client({
    ...{ endpoint: aws.endpoint, region: "us-east-1", credentials, forcePathStyle: true },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  site = await startDemoSite();
});
afterAll(async () => {
  await site.close();
  client.destroy();
  await aws.close();
});

const keys = async (prefix: string): Promise<readonly string[]> =>
  ((await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))).Contents ?? [])
    .map(({ Key = "" }) => Key.slice(prefix.length))
    .sort();

test("a crawl that keeps its pages in a bucket goes on after a kill -9, and repeats no page", async () => {
  await using server = await startSeleniumServer("chromedriver");
  const settings = {
    ...environment,
    ...{ SELENIUM_URL: server.endpoint, MAYFLY_MAX_DEPTH: "4", MAYFLY_MAX_PAGES: "30" },
    ...{ MAYFLY_RETRIES: "0", MAYFLY_RESULTS: `s3://${bucket}/runs/killed/` },
  };
  const told: string[] = [];
  for (const text of ["Retrieved URL", "Going on after"]) {
    await using run = startCrawler([site.url], settings);
    await run.said(text);
    run.child.kill("SIGKILL");
    const { stdout } = await run.ended;
    told.push(...pagesOf(stdout).map(({ url }) => url));
  }
  await using last = startCrawler([site.url], settings);
  const { exitCode, stdout, stderr } = await last.ended;
  told.push(...pagesOf(stdout).map(({ url }) => url));
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toMatch(/Going on after \d+ pages, with \d+ URLs to visit/);
  expect(new Set(told).size).toBe(told.length);
  const { retrieved, failed } = summaryOf(stdout);
  expect(retrieved + failed).toBe(30);
  expect(told.length).toBeGreaterThanOrEqual(30 - 4);
  expect(await keys("runs/killed/")).toEqual(
    expect.arrayContaining([
      "checkpoint.json.gz",
      expect.stringMatching(/^journal\/\d{6}\.jsonl$/),
    ]),
  );
}, 240_000);

test("mayfly results fetches what a run kept, and gives back the pages that its files lost", async () => {
  await using workplace = new Workplace();
  const place = `s3://${bucket}/elsewhere/one`;
  const crawl = ["--max-pages", "8", "--delay", "0", "--results", place, "--run-id", "kept"];
  const run = await workplace.run(["run", site.url, ...crawl], environment);
  expect(run.exitCode, run.stderr).toBe(0);
  const { pages } = workplace.folder();
  const whole = readFileSync(pages, "utf8");
  expect(jsonLines(pages)).toHaveLength(8);
  writeFileSync(pages, whole.split("\n").slice(0, 3).join("\n") + "\n");

  const { exitCode, stdout, stderr } = await workplace.run(
    ["results", "kept", "--json"],
    environment,
  );
  expect(exitCode, stderr).toBe(0);
  const told = JSON.parse(stdout) as Record<string, unknown>;
  const names = await keys("elsewhere/one/");
  const folder = join(workplace.folder().path, "results");
  expect(told).toMatchObject({ runId: "kept", place, folder, pagesAdded: 5 });
  expect(told).toMatchObject({ files: names.length, transferred: names.length });
  const urls = (text: string): unknown[] =>
    text
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { readonly url: string }).url)
      .sort();
  expect(urls(readFileSync(pages, "utf8"))).toEqual(urls(whole));

  const again = await workplace.run(["results", "kept"], environment);
  expect(again.stdout).toContain("0 of them now");
  const to = join(workplace.path, "copy");
  const direct = await workplace.run(["results", place, "--to", to, "--json"], environment);
  expect(JSON.parse(direct.stdout)).toMatchObject({ files: names.length, folder: to });
  const nothing = await workplace.run(
    ["results", `s3://${bucket}/nothing/`, "--to", to],
    environment,
  );
  expect([nothing.exitCode, nothing.stdout]).toEqual([
    ...[1, `s3://${bucket}/nothing/ has kept nothing in s3://${bucket}/nothing/.`],
  ]);
  const absent = await workplace.run(["results", "s3://no-such-bucket/x", "--to", to], environment);
  expect(absent.exitCode).toBe(1);
  expect(absent.stderr).toMatch(/^mayfly: .*bucket/i);
}, 240_000);
