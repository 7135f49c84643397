import { spawn } from "node:child_process";

/**
 * @typedef {object} ExecuteOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] The program is killed after this time. Default: no limit.
 * @property {boolean} [show] Show what the program writes, on stderr. Default: keep it for the result.
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot be started has exit code 127, as in a shell, and one
 * that took too long has 124.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ExecuteOptions} [options]
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
export function execute(command, args, { cwd, env, timeoutMs, show = false } = {}) {
  return new Promise((resolve) => {
    /** @type {import("node:child_process").StdioOptions} */
    const stdio = show ? ["ignore", 2, 2] : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd, env, stdio });
    let stdout = "";
    let stderr = "";
    let late = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill("SIGKILL");
            // A grandchild may hold the pipes open, and then "close" would not come.
            child.stdout?.destroy();
            child.stderr?.destroy();
          }, timeoutMs);
    child.stdout?.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.once("error", (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: late ? 124 : (code ?? 1), stdout, stderr });
    });
  });
}
