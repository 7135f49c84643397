import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crawlerEnvironment } from "../crawler-environment.ts";
import { systemClock } from "../clock.ts";
import { MayflyError } from "../errors.ts";
import { builtProgram } from "../package-root.ts";
import { groupRunIds } from "../run/group-ids.ts";
import { defaultBase, newRunFolder } from "../run/run-folder.ts";
import { newRunId } from "../run/run-id.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { CommandContext } from "./context.ts";

/** Milliseconds in which the background process must have made its run folder. */
const startMs = 30_000;

/**
 * `mayfly run --detach`: the same command once more in the background, without a terminal. Returns as soon as the run has
 * its record, and prints the run id; a refusal of the background process is passed on.
 */
export async function detach(
  options: RunOptions,
  count: number,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  crawlerEnvironment(options);
  const runId = options.runId ?? newRunId(Date.now());
  const [first = runId] = count === 1 ? [] : groupRunIds(runId, count);
  const folder = newRunFolder(options.out ?? defaultBase, first);
  const scratch = mkdtempSync(join(tmpdir(), "mayfly-detach-"));
  const complaints = join(scratch, "stderr");
  try {
    const output = openSync(complaints, "a");
    const argv = context.argv.filter((argument) => argument !== "--detach" && argument !== "-d");
    const given = options.runId === undefined ? [...argv, "--run-id", runId] : argv;
    const background = spawn(process.execPath, [builtProgram("cli.js"), ...given], {
      detached: true,
      stdio: ["ignore", "ignore", output],
      env: { ...context.environment, NO_COLOR: "1" },
    });
    closeSync(output);
    const exited = new Promise<number>((resolve) => {
      background.once("exit", (code) => {
        resolve(code ?? 1);
      });
      background.once("error", () => {
        resolve(1);
      });
    });
    const deadline = AbortSignal.timeout(startMs);
    const child = { exitCode: null as number | null };
    void exited.then((code) => {
      child.exitCode = code;
    });
    while (child.exitCode === null && !existsSync(folder.record)) {
      await systemClock.sleep(20, deadline).catch(() => {
        background.kill("SIGKILL");
        throw new MayflyError(
          "target",
          `The run did not begin within ${String(startMs / 1000)} seconds.`,
        );
      });
    }
    background.unref();
    if (child.exitCode !== null && !existsSync(folder.record)) {
      context.stderr.write(readFileSync(complaints, "utf8"));
      return child.exitCode;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  context.stdout.write(
    json ? `${JSON.stringify({ runId, recordPath: folder.record })}\n` : `${runId}\n`,
  );
  context.stderr.write(
    `Follow it with "mayfly attach ${runId}"; stop it with "mayfly stop ${runId}".\n`,
  );
  return 0;
}
