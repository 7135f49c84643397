import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";

// A real file system that is full takes root to mount; elsewhere the same is shown on append-file.test.ts alone.
test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
  "a full disk stops the task, exits with 1 and one sentence, and keeps what was written",
  { timeout: 60_000 },
  async () => {
    await using site = await startDemoSite();
    await using workplace = new Workplace();
    mkdirSync(workplace.base);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=192k", "tmpfs", workplace.base]);
    try {
      const running = workplace.start([
        ...["run", `${site.url}calendar/2026/05`, "--json"],
        ...["--max-pages", "100000", "--max-depth", "1000"],
      ]);
      const { exitCode } = await running.ended;
      expect(exitCode).toBe(1);
      const last = running.events.at(-1);
      expect(last).toMatchObject({ type: "run.finished", outcome: "failed", exitCode: 1 });
      expect(last?.type === "run.finished" && last.reason).toMatch(/disk is full|code 3/);
      const pages = jsonLines(join(workplace.folder().path, "pages.jsonl"));
      expect(pages.length).toBeGreaterThan(5);
      expect(workplace.leftovers()).toEqual([]);
    } finally {
      execFileSync("umount", ["-l", workplace.base]);
    }
  },
);
