import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { exitCodes } from "../automation/exit-codes.ts";
import { packageRoot } from "../automation/package-root.ts";
import { settings } from "../crawler/src/config.ts";
import { crawlerExitCodes } from "../crawler/src/contract.ts";

const read = (path: string): string => readFileSync(join(packageRoot, path), "utf8");

test("the README has every crawl option with its default", () => {
  const readme = read("README.md");
  for (const { flag, defaultText } of Object.values(settings)) {
    // --endpoint is the target's business.
    if (flag === "" || flag.startsWith("--endpoint")) continue;
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${flag}\``));
    expect(row, flag).toBeDefined();
    if (defaultText !== undefined) expect(row).toContain(defaultText);
  }
});

test("the README has every exit code of the command", () => {
  const readme = read("README.md");
  for (const code of Object.values(exitCodes)) {
    expect(readme).toMatch(new RegExp(`^\\| (?:\\d+, )?${String(code)}(?:, \\d+)? `, "m"));
  }
});

test("docs/interfaces.md has every exit code of the crawler", () => {
  const interfaces = read("docs/interfaces.md");
  for (const [name, code] of Object.entries(crawlerExitCodes)) {
    expect(interfaces).toMatch(new RegExp(`^\\| ${String(code)} +\\| \`${name}\``, "m"));
  }
});

test("the map in ARCHITECTURE.md has every source file", () => {
  const map = read("ARCHITECTURE.md");
  const files = ["automation", "infra", "crawler/src"].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" }),
  );
  const sources = files.filter((file) => file.endsWith(".ts")).map((file) => basename(file));
  expect(sources.length).toBeGreaterThan(50);
  // Commands stand there by their names alone.
  expect(
    sources.filter(
      (file) =>
        !map.includes(file) &&
        !map.includes(`${basename(file, ".ts")},`) &&
        !map.includes(basename(file, ".ts") + "\n"),
    ),
  ).toEqual([]);
});

test("the root package asks for the crawler's dependencies in the crawler's own ranges", () => {
  for (const kind of ["dependencies", "optionalDependencies"]) {
    const ranges = (path: string): unknown =>
      (JSON.parse(read(path)) as Readonly<Record<string, unknown>>)[kind];
    expect(ranges("package.json")).toMatchObject({ ...Object(ranges("crawler/package.json")) });
  }
});
