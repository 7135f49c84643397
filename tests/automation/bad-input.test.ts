import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { Workplace } from "../helpers/mayfly.ts";

const url = "http://127.0.0.1:9/";

// One sentence each, that says what was expected, for which option, and what came; nothing is started.
describe("bad usage exits with 2 and one sentence", () => {
  test.each([
    [["run"], /^mayfly: Expected at least one URL to crawl .* but got none\.$/],
    [
      ["run", "example.com"],
      /Expected an absolute http or https URL for .*, but got "example\.com"\.$/,
    ],
    [
      ["run", "http://me:secret@127.0.0.1:9/"],
      /^mayfly: Expected a URL without user name and password for URL, but got one with them for 127\.0\.0\.1:9\.$/,
    ],
    [
      ["run", "not a url"],
      /^mayfly: Expected a value without white space for URL, but got "not a url"\.$/,
    ],
    [["run", "ftp://example.com/"], /Expected an absolute http or https URL for .*, but got "ftp:/],
    [
      ["run", url, "--max-page", "5"],
      /^mayfly: Unknown option "--max-page"; did you mean --max-pages\?$/,
    ],
    [
      ["run", url, "--max-pages", "0"],
      /Expected a whole number from 1 .* for --max-pages, but got "0"\.$/,
    ],
    [["run", url, "--max-pages", "many"], /for --max-pages, but got "many"\.$/],
    [["run", url, "--max-depth", "-1"], /for --max-depth, but got "-1"\.$/],
    [["run", url, "--time-limit", "0"], /for --time-limit, but got "0"\.$/],
    [["run", url, "--timeout", "soon"], /for --timeout, but got "soon"\.$/],
    [
      ["run", url, "--port", "70000"],
      /Expected a whole number from 1 to 65535 for --port, but got "70000"\.$/,
    ],
    [
      ["run", url, "--scope", "planet"],
      /Expected one of page, same-origin, .* for --scope, but got "planet"\.$/,
    ],
    [
      ["run", url, "--extract", ".price"],
      /^mayfly: Expected name=selector or .* for --extract, but got "\.price"\.$/,
    ],
    [
      ["run", url, "--extract", "a=.x", "--extract", "a=.y"],
      /^mayfly: Expected each name once for extract, but got "a" twice\.$/,
    ],
    [
      ["run", url, "--prefer", "/a", "--order", "depth"],
      /^mayfly: Expected the order priority with --prefer, but got "depth" for --order\.$/,
    ],
    [
      ["run", url, "--browser-argument=--proxy-server=proxy:3128"],
      /^mayfly: Expected no proxy, which --proxy sets .* for --browser-argument, but got "--proxy-server=/,
    ],
    [["run", url, "--target", "moon"], /Expected .*local.* for --target, but got "moon"\.$/],
    [
      ["run", url, "--sitemap", "sitemap.xml"],
      /Expected an absolute http or https URL for --sitemap, but got/,
    ],
    [
      ["run", "--sitemap", "robots"],
      /^mayfly: Expected at least one URL to crawl .*, but got none\.$/,
    ],
    [
      ["run", "--url-file", "missing.txt"],
      /for --url-file, but got "missing\.txt": there is no such file\.$/,
    ],
    [
      ["run", "--url-file", "bad-urls.txt"],
      /URL for --url-file bad-urls\.txt, line 3, but got "example\.com"\.$/,
    ],
    [
      ["run", "--url-file", "latin1.txt"],
      /^mayfly: Expected text in UTF-8 for --url-file latin1\.txt, line 1, but got "http.*caf.*"\.$/,
    ],
    [["run", "--url-file", "."], /for --url-file, but got "\.": it is a folder\.$/],
    [
      ["run", url, "--wait-until", "done"],
      /^mayfly: Expected running or stopped for --wait-until, but got "done"\.$/,
    ],
    [
      ["run", url, "--detach", "--wait-until", "running"],
      /^mayfly: Expected --detach or --wait-until, but got both\.$/,
    ],
    [
      ["run", url, "--environment-file", "/dev/null"],
      /^mayfly: Expected --environment-file for a task on Docker or Fargate alone; give --target docker or fargate for a task there\.$/,
    ],
    [
      ["run", url, "--stack", "dev", "--env-file", "/dev/null"],
      /^mayfly: Expected --environment-file FILE, but got --env-file, which Node\.js itself takes/,
    ],
    [["run", url, "--run-id", "../x"], /for the run id, but got "\.\.\/x"\.$/],
    [["run", url, "--run-id", "last"], /for the run id, but got "last"\.$/],
    [["rum", url], /^mayfly: Unknown command "rum"; did you mean run\?$/],
    [["status"], /^mayfly: Missing required argument "run"; see mayfly --help\.$/],
    [["status", "20200101"], /^mayfly: There is no run "20200101" in .*; "mayfly runs" lists/],
    [["stop", "last"], /^mayfly: There is no run in .* yet; start one with "mayfly run URL"/],
    [["logs", "nothing"], /^mayfly: There is no run "nothing"/],
    [["attach", "nothing"], /^mayfly: There is no run "nothing"/],
  ])("%j", async (args, sentence) => {
    await using workplace = new Workplace();
    writeFileSync(join(workplace.path, "bad-urls.txt"), `# lines\r${url}\rexample.com\r`);
    writeFileSync(join(workplace.path, "latin1.txt"), Buffer.from(`${url}caf\xe9\n`, "latin1"));
    const { exitCode, stderr, stdout } = await workplace.run(args);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  test("a run folder that cannot be made", async () => {
    await using workplace = new Workplace();
    writeFileSync(join(workplace.path, "file"), "");
    const { exitCode, stderr } = await workplace.run(["run", url, "--out", "file"]);
    expect(stderr).toMatch(/^mayfly: Could not create the run folder .*; use --out DIR/);
    expect(exitCode).toBe(2);
  });

  test("an environment variable, like the option it stands for", async () => {
    await using workplace = new Workplace();
    const { exitCode, stderr } = await workplace.run(["run", url], { MAYFLY_MAX_PAGES: "none" });
    expect(stderr).toMatch(/^mayfly: Expected a whole number from 1 .* but got "none"\.\n$/);
    expect(exitCode).toBe(2);
  });

  test("a misspelt variable is told of, once, also for a run in the background", async () => {
    await using workplace = new Workplace();
    const misspelt = { MAYFLY_MAX_PAGE: "1", MAYFLY_STAK: "dev", MAYFLY_URL: "x", MAYFLY_X: "1" };
    for (const further of [[], ["--detach"]]) {
      const { exitCode, stderr } = await workplace.run(["run", "nowhere", ...further], misspelt);
      expect(stderr.trimEnd().split("\n")).toEqual([
        "mayfly: MAYFLY_MAX_PAGE is not a setting; was MAYFLY_MAX_PAGES meant?",
        "mayfly: MAYFLY_STAK is not a setting; was MAYFLY_STACK meant?",
        expect.stringMatching(/but got "nowhere"\.$/),
      ]);
      expect(exitCode).toBe(2);
    }
  });

  test("a run id that is taken", async () => {
    await using workplace = new Workplace();
    mkdirSync(join(workplace.base, "runs", "mine"), { recursive: true });
    const { exitCode, stderr } = await workplace.run(["run", url, "--run-id", "mine"]);
    expect(stderr).toMatch(/^mayfly: The run id "mine" is taken: /);
    expect(exitCode).toBe(2);
  });

  test("a taken run id and stdin, for a run that would go on in the background", async () => {
    await using workplace = new Workplace();
    mkdirSync(join(workplace.base, "runs", "mine"), { recursive: true });
    const taken = await workplace.run(["run", url, "--run-id", "mine", "--detach"]);
    expect(taken.stderr).toMatch(/^mayfly: The run id "mine" is taken: /);
    expect(taken.exitCode).toBe(2);
    const stdin = await workplace.run(["run", "--url-file", "-", "--detach"]);
    expect(stdin.stderr).toMatch(/^mayfly: Expected a file for --url-file together with --detach/);
    expect(stdin.exitCode).toBe(2);
  });

  test("the same for a run that would go on in the background", async () => {
    await using workplace = new Workplace();
    const temporary = join(workplace.path, "temporary");
    mkdirSync(temporary);
    const { exitCode, stderr } = await workplace.run(["run", "nowhere", "--detach"], {
      TMPDIR: temporary,
    });
    expect(stderr).toMatch(/but got "nowhere"\.\n$/);
    expect(exitCode).toBe(2);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

/** A program that prints a version and does nothing else. */
function program(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("a task that fails to start exits with 3, with cause and fix in its record", () => {
  const failsToStart = async (
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
    reason: RegExp,
    id: string,
  ): Promise<void> => {
    await using workplace = new Workplace();
    const { exitCode, stdout } = await workplace.run(["run", url, ...args], environment);
    const record = workplace.record();
    expect(record.outcome).toMatchObject({ kind: "failedToStart" });
    expect(record.outcome?.reason).toMatch(reason);
    expect(record.diagnosis).toMatchObject({ id });
    expect(record.task).toMatchObject({ lastStatus: "STOPPED", stopCode: "TaskFailedToStart" });
    expect(record.states.every(({ source }) => source !== null)).toBe(true);
    expect(stdout).toContain("Failed to start");
    expect(exitCode).toBe(3);
    expect(workplace.leftovers()).toEqual([]);
  };

  test("the port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await failsToStart(
        ["--port", String(port)],
        {},
        /^Port \d+ is in use; leave out --port/,
        "port-in-use",
      );
    } finally {
      server.close();
    }
  });

  test("there is no browser anywhere", { timeout: 60_000 }, async () => {
    // Selenium Manager would go online; told not to, it finds none.
    const environment = { PATH: "/nonexistent", SE_OFFLINE: "true", CHROMEDRIVER: undefined };
    await failsToStart(
      [],
      environment,
      /^There is no Chrome or Chromium and no chromedriver/,
      "no-browser",
    );
  });

  test("chromedriver and browser are of different majors", async () => {
    await using scratch = new Workplace();
    const driver = program(join(scratch.path, "bin", "chromedriver"), "ChromeDriver 120.0.1");
    const browser = program(join(scratch.path, "bin", "chromium"), "Chromium 156.0.2");
    await failsToStart(
      ["--browser-binary", browser],
      { CHROMEDRIVER: driver },
      /^chromedriver 120\.0\.1 .* and the browser 156\.0\.2 .* different major versions/,
      "browser-driver-mismatch",
    );
  });

  test("Selenium never gets ready", async () => {
    await failsToStart(
      ["--selenium-command", "exec sleep 1000", "--selenium-start-timeout", "0.5"],
      {},
      /^The selenium container did not become HEALTHY within its startTimeout of 0\.5 seconds/,
      "selenium-not-healthy",
    );
  });

  test("Selenium ends at once", async () => {
    await failsToStart(
      ["--selenium-command", "exit 7"],
      {},
      /^The selenium container exited with code 7 before the task was RUNNING/,
      "selenium-exited-at-start",
    );
  });
});

describe("a crawl that retrieves nothing exits with 1", () => {
  test("nobody listens at the URL", async () => {
    await using workplace = new Workplace();
    const { exitCode } = await workplace.run(["run", "http://127.0.0.1:1/", "--retries", "0"]);
    expect(exitCode).toBe(1);
    expect(workplace.record()).toMatchObject({
      outcome: { kind: "failed", containerExitCode: 9 },
      diagnosis: { id: "nothing-retrieved" },
      pages: { retrieved: 0, failed: 1 },
    });
  });
});
