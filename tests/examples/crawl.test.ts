import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { compileExample } from "../helpers/compiled-example.ts";
import { Workplace } from "../helpers/mayfly.ts";

// `tests/e2e/fargate.test.ts` runs the other example.
test("examples/crawl.ts compiles, runs and says what it found", { timeout: 90_000 }, async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  using example = await compileExample("crawl");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [example.path, `${site.url}guide/`],
    { cwd: workplace.path },
  );
  expect(stdout).toContain("RUNNING (observed)\n");
  expect(stdout).toContain(`200 ${site.url}guide/ "`);
  expect(stdout).toMatch(/^completed: \d+ pages$/m);
  expect(stdout.trimEnd()).toMatch(/record\.json$/);
  expect(workplace.record().status).toBe("finished");
  expect(workplace.leftovers()).toEqual([]);
});
