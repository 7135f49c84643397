import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasOwner } from "../../automation/run/owner.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { eventually, jsonLines, Workplace } from "../helpers/mayfly.ts";

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite();
});
afterAll(async () => {
  await site.close();
});

/** A run in the background that would go on for ever, with its first pages done. */
async function detached(workplace: Workplace): Promise<string> {
  const { exitCode, stdout, stderr } = await workplace.run([
    ...["run", `${site.url}calendar/2026/05`, "--detach"],
    ...["--max-pages", "100000", "--max-depth", "1000"],
  ]);
  expect(exitCode, stderr).toBe(0);
  await eventually(
    () => (workplace.record().pages.retrieved > 2 ? true : undefined),
    "a few pages are retrieved",
  );
  return stdout.trim();
}

test(
  "--detach prints the run id and returns; stop ends the run; attach tells all of it",
  { timeout: 60_000 },
  async () => {
    await using workplace = new Workplace();
    const runId = await detached(workplace);
    expect(workplace.folder().runId).toBe(runId);
    expect(hasOwner(workplace.folder())).toBe(true);

    const status = await workplace.run(["status", "last", "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ runId, status: "running", outcome: null });
    const runs = await workplace.run(["runs"]);
    expect(runs.stdout).toMatch(new RegExp(`^${runId} +running `));

    await using attached = workplace.start(["attach", runId, "--json"]);
    await using following = workplace.start(["logs", "last", "--follow", "--container", "crawler"]);
    await attached.pages(3);

    const stop = await workplace.run(["stop", runId]);
    expect(stop.exitCode).toBe(0);
    expect(stop.stdout).toContain("Stopped");
    const record = workplace.record();
    expect(record).toMatchObject({
      exitCode: 143,
      outcome: { kind: "stopped", signal: null },
      summary: { outcome: "interrupted" },
    });

    expect((await attached.ended).exitCode).toBe(143);
    expect(attached.events).toEqual(jsonLines(workplace.folder().events));
    const { exitCode, stdout } = await following.ended;
    expect(exitCode).toBe(0);
    expect(`${stdout}\n`).toBe(readFileSync(workplace.folder().log("crawler"), "utf8"));
    expect(workplace.leftovers()).toEqual([]);
  },
);

test("a signal to attach leaves the run going on", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  const runId = await detached(workplace);
  await using attached = workplace.start(["attach", "last", "--json"]);
  await attached.pages(3);
  attached.child.kill("SIGINT");
  const { exitCode, stderr } = await attached.ended;
  expect(exitCode).toBe(130);
  expect(stderr).toContain(`mayfly stop ${runId}`);
  const before = workplace.record().pages.retrieved;
  await eventually(
    () => (workplace.record().pages.retrieved > before ? true : undefined),
    "more pages are retrieved",
  );
  await workplace.run(["stop", "last"]);
  expect(workplace.record().status).toBe("finished");
});

test(
  "status, logs, runs and attach tell of a run that has ended, and stop does it no harm",
  { timeout: 60_000 },
  async () => {
    await using workplace = new Workplace();
    const run = await workplace.run(["run", `${site.url}about`, "--max-pages", "2"]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^✔ Completed: /);
    expect(run.stdout).toContain(workplace.folder().path);

    const status = await workplace.run(["status", "last"]);
    expect(status.stdout).toMatch(/PROVISIONING +observed /);
    expect(status.stdout).toMatch(/selenium +STOPPED, HEALTHY, exit code 143/);
    const logs = await workplace.run(["logs", "last"]);
    expect(logs.stdout).toMatch(/^selenium │ Starting ChromeDriver/m);
    expect(logs.stdout).toMatch(/^crawler +│ .*Retrieved URL/m);
    const runs = await workplace.run(["runs", "--json"]);
    expect(JSON.parse(runs.stdout)).toMatchObject({ state: "completed", exitCode: 0 });
    const attach = await workplace.run(["attach", "last", "--json"]);
    expect(attach.exitCode).toBe(0);
    const stop = await workplace.run(["stop", "last"]);
    expect(stop).toMatchObject({ exitCode: 0 });
    expect(stop.stderr).toContain("has ended already");
  },
);

test(
  "plain lines tell the life of the task where there is no terminal",
  { timeout: 60_000 },
  async () => {
    await using workplace = new Workplace();
    const { stderr } = await workplace.run(["run", `${site.url}about`, "--max-pages", "1"]);
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d\.\d{3} run \S+ on local\n/);
    expect(stderr).toMatch(/ task PROVISIONING\n/);
    expect(stderr).toMatch(/ selenium RUNNING, HEALTHY\n/);
    expect(stderr).toMatch(/ task STOPPED\n/);
    expect(stderr).not.toContain("\u001b");
  },
);

test(
  "URLs come from a file, without its comments and empty lines",
  { timeout: 60_000 },
  async () => {
    await using workplace = new Workplace();
    writeFileSync(
      `${workplace.path}/urls.txt`,
      `# two pages\n${site.url}about\n\n${site.url}contact\n`,
    );
    const { exitCode } = await workplace.run(["run", "--url-file", "urls.txt", "--scope", "page"]);
    expect(exitCode).toBe(0);
    const pages = jsonLines(workplace.folder().pages) as { url: string }[];
    expect(pages.map(({ url }) => url)).toEqual([`${site.url}about`, `${site.url}contact`]);
  },
);

test(
  "attach goes on when the conductor is killed, and tells every event once",
  { timeout: 60_000 },
  async () => {
    await using workplace = new Workplace();
    await detached(workplace);
    await using attached = workplace.start(["attach", "last", "--json"]);
    await attached.pages(3);
    const conductor = JSON.parse(readFileSync(workplace.folder().owner, "utf8")) as { pid: number };
    process.kill(conductor.pid, "SIGKILL");
    expect((await attached.ended).exitCode).toBe(5);
    expect(attached.events.at(-1)).toMatchObject({ type: "run.finished", outcome: "interrupted" });
    expect(attached.events).toEqual(jsonLines(workplace.folder().events));
  },
);

test("two runs of one id in two places do not touch each other", { timeout: 60_000 }, async () => {
  await using one = new Workplace();
  await using other = new Workplace();
  const endless = ["--max-pages", "100000", "--max-depth", "1000", "--run-id", "same"];
  await using long = one.start(["run", `${site.url}calendar/2026/05`, "--json", ...endless]);
  await long.pages(2);
  const short = await other.run([
    "run",
    `${site.url}about`,
    "--max-pages",
    "1",
    "--run-id",
    "same",
  ]);
  expect(short.exitCode, short.stderr).toBe(0);
  const before = one.record().pages.retrieved;
  await eventually(
    () => (one.record().pages.retrieved > before ? true : undefined),
    "the other run goes on",
  );
});

test("a reader that goes away ends attach and logs --follow", { timeout: 60_000 }, async () => {
  await using workplace = new Workplace();
  await detached(workplace);
  for (const args of [
    ["attach", "last", "--json"],
    ["logs", "last", "--follow"],
  ]) {
    const reader = workplace.start(args);
    reader.child.stdout?.destroy();
    await reader.ended;
  }
  expect(workplace.record().status).toBe("running");
  await workplace.run(["stop", "last"]);
});
