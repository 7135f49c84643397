import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { program } from "../../automation/cli-program.ts";
import { ownStackName } from "../../automation/crawl/crawl-stack.ts";
import { packageRoot } from "../../automation/package-root.ts";
import { defaultTimeout } from "../../automation/run/run-timeout.ts";

/** A command of `mayfly` in a CI file, and where it stands. */
interface CiCommand {
  /** Name, arguments and options; what only the job knows stands for itself. */
  readonly words: readonly string[];
  /** Whether it runs where the job was cancelled, too. */
  readonly isCleanUp: boolean;
}

/** A step of GitHub, a job of GitLab, or a text in either. */
interface Part {
  readonly if?: string;
  readonly rules?: readonly { readonly when?: string }[];
}

/** All `mayfly` commands in a value, wherever. */
function commandsOf(value: unknown, isCleanUp = false): readonly CiCommand[] {
  if (typeof value === "string") {
    const [, line] = /^(?:npx |exec node_modules\/\.bin\/)mayfly (.*)/s.exec(value.trim()) ?? [];
    return line === undefined ? [] : [{ words: wordsOf(line), isCleanUp }];
  }
  if (typeof value !== "object" || value === null) return [];
  const { if: condition, rules = [] }: Part = value;
  const isAlways =
    /^(?:always|cancelled)\(\)$/.test(condition ?? "") ||
    rules.some(({ when }) => when === "always");
  const always = isCleanUp || isAlways;
  return Object.entries(value).flatMap(([key, inner]) =>
    commandsOf(inner, always || key === "after_script"),
  );
}

function wordsOf(line: string): readonly string[] {
  return Array.from(
    line.matchAll(/"([^"]*)"|(\S+)/g),
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
}

function commandsIn(file: string): readonly CiCommand[] {
  return commandsOf(parse(readFileSync(join(packageRoot, "examples", file), "utf8")));
}

/** The words as the job has them: its variables are URLs, but for its own number. */
function inJob(words: readonly string[]): readonly string[] {
  const own = /\$\{\{ github\.run_id \}\}|\$CI_PIPELINE_ID/g;
  return words.map((word) =>
    word
      .replaceAll(own, "12345678901")
      .replaceAll(/\$\{\{[^}]*\}\}|\$\w+/g, "https://example.test/"),
  );
}

function mayfly(): Command {
  const { stdout, stderr } = process;
  const onSignal = () => () => undefined;
  return program({ stdout, stderr, environment: {}, argv: [], onSignal }, () => undefined);
}

/** What of a command line the command does not know, and what it takes from it. Throws for a value that an option does not take. */
function parsed([name = "", ...words]: readonly string[]): {
  readonly unknown: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
} {
  const command = mayfly().commands.find((one) => one.name() === name);
  if (command === undefined) return { unknown: [name], options: {} };
  const { unknown } = command.parseOptions([...words]);
  return { unknown, options: command.opts() };
}

describe.each([
  ["github-actions.yml", ["doctor", "run", "crawl", "reap", "reap"]],
  ["gitlab-ci.yml", ["doctor", "run", "crawl", "reap", "reap"]],
])("%s", (file, names) => {
  const commands = commandsIn(file).map(({ words, ...rest }) => ({ ...rest, words: inJob(words) }));
  const optionsOf = (name: string) =>
    commands.filter(({ words }) => words[0] === name).map(({ words }) => parsed(words).options);
  const [crawl = {}] = optionsOf("crawl");

  test("has commands and options that there are", () => {
    expect(commands.map(({ words }) => words[0])).toEqual(names);
    expect(commands.flatMap(({ words }) => parsed(words).unknown)).toEqual([]);
  });

  test("takes away what its own crawl left that was cancelled, and what earlier ones left", () => {
    const id = "20261130-031500-3f9c2a";
    const prefix = ownStackName(String(crawl["stackPrefix"]), id, 0).slice(0, -id.length);
    expect(prefix).toContain("12345678901");
    const cleanUps = commands.filter(({ isCleanUp }) => isCleanUp).map(({ words }) => words);
    expect(cleanUps).toContainEqual(["reap", "--stack-prefix", prefix, "--older-than", "0s"]);
    // Younger ones may be those of jobs that go on.
    expect(cleanUps).toContainEqual(["reap", "--stack-prefix", "nightly-", "--older-than", "6h"]);
  });

  test("gives its crawl the time for its pages, at the delay that a public site gets", () => {
    const { maxPages, timeLimit } = crawl;
    expect(Number(timeLimit)).toBeGreaterThanOrEqual(2 * Number(maxPages));
    // What credentials and a job have in all.
    expect(defaultTimeout(Number(timeLimit)) + 600).toBeLessThanOrEqual(3600);
  });
});

test("a crawl of GitHub hears the signals that the step gets", () => {
  const text = readFileSync(join(packageRoot, "examples", "github-actions.yml"), "utf8");
  // Neither a shell nor npx hands them on.
  expect(text).toMatch(/^ +exec node_modules\/\.bin\/mayfly crawl /m);
});

test("a command, an option or a value that there is not would be seen", () => {
  expect(parsed(["crawl", "--stack-prefixes", "ci"]).unknown).toEqual(["--stack-prefixes", "ci"]);
  expect(parsed(["crawls"]).unknown).toEqual(["crawls"]);
  expect(() => parsed(["run", "--max-pages", "many"])).toThrow(/Expected/);
});
