import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { program } from "../../automation/cli-program.ts";
import { packageRoot } from "../../automation/package-root.ts";

/** All texts in a value, wherever. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The `mayfly` commands in a CI file, as words; what only the job knows stands for itself. */
function commandsIn(file: string): readonly (readonly string[])[] {
  const jobs: unknown = parse(readFileSync(join(packageRoot, "examples", file), "utf8"));
  return textsIn(jobs)
    .filter((text) => text.startsWith("npx mayfly "))
    .map((text) =>
      Array.from(text.trim().matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) =>
        (quoted ?? plain ?? "").replaceAll(/\$\{\{[^}]*\}\}|\$\w+/g, "https://example.test/"),
      ).slice(2),
    );
}

function mayfly(): Command {
  const { stdout, stderr } = process;
  const onSignal = () => () => undefined;
  return program({ stdout, stderr, environment: {}, argv: [], onSignal }, () => undefined);
}

/** What of a command line the command does not know. Throws for a value that an option does not take. */
function unknownIn([name = "", ...words]: readonly string[]): readonly string[] {
  const command = mayfly().commands.find((one) => one.name() === name);
  return command === undefined ? [name] : command.parseOptions([...words]).unknown;
}

test.each([
  ["github-actions.yml", ["doctor", "run", "crawl", "reap"]],
  ["gitlab-ci.yml", ["doctor", "run", "crawl", "reap"]],
])("%s has commands and options that there are", (file, names) => {
  const commands = commandsIn(file);
  expect(commands.map(([name]) => name)).toEqual(names);
  expect(commands.flatMap(unknownIn)).toEqual([]);
});

test("a command, an option or a value that there is not would be seen", () => {
  expect(unknownIn(["crawl", "--stack-prefixes", "ci"])).toEqual(["--stack-prefixes", "ci"]);
  expect(unknownIn(["crawls"])).toEqual(["crawls"]);
  expect(() => unknownIn(["run", "--max-pages", "many"])).toThrow(/Expected/);
});
