import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toRunOptions, type RunCommandOptions } from "../../../automation/commands/run-flags.ts";
import { stackOfEnvironment } from "../../../automation/environment/environment-options.ts";
import type { RunOptions } from "../../../automation/run/run-options.ts";
import { runTaskRequest } from "../../../automation/targets/fargate/run-task-request.ts";
import { outputs } from "../targets/fargate/fakes.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-flags-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const url = "http://a.test/";

function optionsOf(options: RunCommandOptions, environment: NodeJS.ProcessEnv = {}): RunOptions {
  return toRunOptions([url], options, { environment, stderr: process.stderr });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("--environment-file", () => {
  test("gives variables in dotenv syntax", () => {
    const path = file(
      "syntax.env",
      "\uFEFF# a comment, don't mind the quote\r\n\r\nexport A=1\r\nB = two words # and why\r\nC='x\r\ny'\r\nD=\"a\\nb\"\r\nE=it's\r\nF=\r\nG=a=b",
    );
    const { launch } = optionsOf({ stack: "dev", environmentFile: [path] });
    expect(launch?.environment).toEqual({
      ...{ A: "1", B: "two words", C: "x\ny", D: "a\nb", E: "it's", F: "", G: "a=b" },
    });
  });

  test("is read file by file, then comes --env, then the crawl's own settings", () => {
    const environmentFile = [
      file("one.env", "ONE=1\nTWO=1\nTHREE=1\nMAYFLY_MAX_PAGES=1\n"),
      file("two.env", "TWO=2\nTHREE=2\n"),
    ];
    const { launch } = optionsOf({ stack: "dev", environmentFile, env: { THREE: "3" } });
    const environment = { MAYFLY_MAX_PAGES: "4" };
    const { overrides } = runTaskRequest(outputs, { runId: "r", environment }, launch);
    const variables = overrides.containerOverrides[0]?.environment ?? [];
    expect(Object.fromEntries(variables.map(({ name, value }) => [name, value]))).toEqual({
      ...{ ONE: "1", TWO: "2", THREE: "3", MAYFLY_MAX_PAGES: "4" },
    });
  });

  test("that cannot be read is refused", () => {
    const refused = (path: string) => () => optionsOf({ stack: "dev", environmentFile: [path] });
    expect(refused("missing.env")).toThrow(
      'Expected a readable file of variables for --environment-file, but got "missing.env": there is no such file.',
    );
    expect(refused(folder)).toThrow("it is a folder.");
  });

  test.each([
    ["A=1\nB=2\nno assignment\nC=3\n", 3],
    ["A='1\n2'\n=5\nC=3\n", 3],
    ["1X=3\n", 1],
  ])("with a line that is no assignment is refused, without its text: %j", (text, line) => {
    const path = file("bad.env", text);
    expect(() => optionsOf({ stack: "dev", environmentFile: [path] })).toThrow(
      `Expected NAME=value, a comment or nothing in each line of the file for --environment-file, but line ${line} of "${path}" is something else.`,
    );
  });
});

test.each([
  [{ target: "local", stack: "dev" }, "--target fargate or docker together with --stack, but got"],
  [
    { memory: 512 },
    "--memory for a task on Docker or Fargate alone; give --target docker or fargate",
  ],
  [{ subnet: ["subnet-1"] }, "--subnet for a task on Fargate alone; give --target fargate"],
  [{ build: true, stack: "dev" }, "--build for a task on Docker alone; give --target docker"],
  [
    { target: "docker", stack: "dev", capacity: "spot" },
    "--capacity for a task on Fargate alone; give --target fargate",
  ],
] as const)(
  "%j is refused, with what would make it right and is not there yet",
  (options, said) => {
    expect(() => optionsOf(options)).toThrow(`Expected ${said}`);
  },
);

describe("an empty MAYFLY_STACK counts as absent", () => {
  test.each([undefined, "", "  "])("%j", (name) => {
    const environment = name === undefined ? {} : { MAYFLY_STACK: name };
    expect(stackOfEnvironment(environment)).toBeUndefined();
    expect(optionsOf({ target: "fargate" }, environment).stack).toBe("dev");
  });

  test("and another one is the stack where --stack is not given", () => {
    const environment = { MAYFLY_STACK: "pr-17" };
    expect(optionsOf({ target: "fargate" }, environment).stack).toBe("pr-17");
    expect(optionsOf({ stack: "other" }, environment).stack).toBe("other");
    expect(optionsOf({}, environment).stack).toBeUndefined();
  });
});
