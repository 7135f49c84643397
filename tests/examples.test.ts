import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { packageRoot } from "../automation/package-root.ts";
import { startDemoSite } from "./fixtures/demo-site/server.mjs";
import { Workplace } from "./helpers/mayfly.ts";

const execute = promisify(execFile);

// Compiled and run as a user would, against the built package under its own name.
test("examples/crawl.ts compiles, runs and says what it found", { timeout: 90_000 }, async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  // Inside the package, so that the package finds itself by its name.
  const output = join(packageRoot, "dist", "examples-test");
  mkdirSync(output, { recursive: true });
  try {
    const compiler = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
    await execute(process.execPath, [
      ...[compiler, join(packageRoot, "examples", "crawl.ts"), "--ignoreConfig"],
      ...[
        "--rootDir",
        join(packageRoot, "examples"),
        "--outDir",
        output,
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--strict",
      ],
      ...["--lib", "es2023,esnext.disposable,dom", "--types", "node"],
    ]);
    const { stdout } = await execute(
      process.execPath,
      [join(output, "crawl.js"), `${site.url}guide/`],
      { cwd: workplace.path },
    );
    expect(stdout).toContain("RUNNING (observed)\n");
    expect(stdout).toContain(`200 ${site.url}guide/ "`);
    expect(stdout).toMatch(/^completed: \d+ pages$/m);
    expect(stdout.trimEnd()).toMatch(/record\.json$/);
    expect(workplace.record().status).toBe("finished");
    expect(workplace.leftovers()).toEqual([]);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
});
