import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../lib/say.mjs";
import { which } from "../lib/which.mjs";

/**
 * Runs a program until its own stdin ends, which it also does when the process that started it is killed. Then: SIGTERM,
 * after the grace SIGKILL; what is left of its group is killed, and the folder goes. $1 is the folder, $2 the grace in seconds.
 */
const supervise = `
folder=$1; grace=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ cat <&3 >/dev/null; : >"$folder/closing"; kill -TERM $child; sleep $grace; kill -KILL $child; } 2>/dev/null &
wait $child
if [ -e "$folder/closing" ]; then cd / && rm -rf "$folder"; fi
kill -KILL 0
`;

/**
 * A temporary folder of one service; {@link startService} removes it at the end.
 *
 * @param {string} name
 */
export const serviceFolder = (name) => mkdtempSync(join(tmpdir(), `mayfly-${name}-`));

/**
 * Starts a program that runs until it is closed, and waits until it is ready. It ends with this process, however that
 * ends. Throws a SetupError with the last lines of its log when it ends or is not ready in time.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.folder Of {@link serviceFolder}: its working directory, its log, and all that is to go with it.
 * @param {string} options.command
 * @param {readonly string[]} options.args
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {() => Promise<boolean>} options.isReady Asked again and again; each call has its own time limit.
 * @param {number} [options.deadlineMs] To be ready. Default: a minute.
 * @param {number} [options.graceSeconds] Between SIGTERM and SIGKILL.
 * @param {AbortSignal} [options.signal] Gives up the start.
 * @returns {Promise<{close: () => Promise<void>}>}
 */
export async function startService({
  name,
  folder,
  command,
  args,
  env = process.env,
  isReady,
  deadlineMs = 60_000,
  graceSeconds = 10,
  signal,
}) {
  if (!existsSync(command) && which(command) === undefined) {
    rmSync(folder, { recursive: true });
    throw new SetupError(`There is no ${command}: run \`npm run pretest:e2e\` first.`);
  }
  const log = join(folder, "log");
  const output = openSync(log, "a");
  const child = spawn(
    "/bin/sh",
    ["-c", supervise, "sh", folder, `${graceSeconds}`, command, ...args],
    { cwd: folder, detached: true, env, stdio: ["pipe", output, output] },
  );
  closeSync(output);
  child.stdin.once("error", () => {});
  let running = true;
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  }).then(() => (running = false));
  const close = async () => {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = Date.now() + deadlineMs;
  try {
    while (!(await isReady())) {
      signal?.throwIfAborted();
      if (!running) throw new SetupError(`${name} ended: ${lastLines(log)}`);
      if (Date.now() > deadline) {
        throw new SetupError(
          `${name} was not ready after ${deadlineMs / 1000} seconds: ${lastLines(log)}`,
        );
      }
      await sleep(50);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** @param {string} file */
const lastLines = (file) => readFileSync(file, "utf8").trim().split("\n").slice(-5).join("\n");

/**
 * The status that a server on this machine answers with, or undefined when it does not answer.
 *
 * @param {string} url
 * @returns {Promise<number | undefined>}
 */
export function httpStatus(url) {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 5_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(undefined));
    request.once("close", () => resolve(undefined));
  });
}

/**
 * A port of 127.0.0.1 that nobody listens on just now.
 *
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
