import { expect, test } from "vitest";
import { startDemoSite } from "../../fixtures/demo-site/server.mjs";
import { Workplace } from "../../helpers/mayfly.ts";

test("without a stack, a crawl is one on this machine: never AWS by surprise", async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  const args = ["crawl", site.url, "--max-pages", "3", "--allow-private", "--json"];
  const { exitCode, stdout, stderr } = await workplace.run(args, {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  expect(exitCode, stderr).toBe(0);
  const events = stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.at(-2)).toMatchObject({ type: "run.finished", outcome: "completed" });
  expect(events.at(-1)).toMatchObject({
    ...{ type: "crawl.finished", outcome: "completed", exitCode: 0, environment: null },
    pages: { retrieved: 3 },
    path: workplace.folder().path,
  });
  expect(workplace.record()).toMatchObject({ target: "local", status: "finished" });
  expect(workplace.leftovers()).toEqual([]);
}, 60_000);

test("Ctrl-C ends it with 130", async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  const args = ["crawl", site.url, "--delay", "2", "--allow-private", "--json"];
  const crawl = workplace.start(args);
  await crawl.pages(1);
  crawl.child.kill("SIGINT");
  const { exitCode, stdout } = await crawl.ended;
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout.split("\n").at(-1) ?? "")).toMatchObject({
    ...{ type: "crawl.finished", outcome: "stopped", exitCode: 130 },
  });
}, 60_000);

test.each([
  [["crawl"], "Expected at least one URL to crawl"],
  [["crawl", "http://a.test/", "--stack-prefix", "No Name"], "for --stack-prefix, but got"],
  [
    ["crawl", "http://a.test/", "--target", "fargate", "--port", "80"],
    "Expected --port for a task",
  ],
  [["crawl", "http://a.test/", "--keep"], "Expected --keep for a crawl on Fargate alone"],
  [
    ["crawl", "http://a.test/", "--target", "docker", "--stack-prefix", "ci"],
    "Expected --stack-prefix for a crawl on Fargate alone",
  ],
  [
    ["crawl", "http://a.test/", "--stack", "a", "--stack-prefix", "b"],
    "--stack-prefix, but got both",
  ],
  [
    ["crawl", "http://a.test/", "--target", "fargate", "--results", "here"],
    'Expected s3://bucket/prefix for the results of a task on Fargate, but got the folder "here".',
  ],
  [
    ["crawl", "http://a.test/", "--target", "fargate", "--out", process.execPath],
    "Could not create the run folder",
  ],
  // The stack of a crawl on Docker is read: its images are the task's.
  [
    ["crawl", "http://a.test/", "--target", "docker", "--stack", "dev", "--cwd", "/no/such/place"],
    "Expected a folder with a Pulumi.yaml for --cwd",
  ],
])("what cannot be is refused before anything is made: %j", async (args, sentence) => {
  await using workplace = new Workplace();
  const { exitCode, stderr } = await workplace.run(args);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
});
