import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { SetupError } from "../lib/say.mjs";

/**
 * Installs packages of Python into an environment of their own, once.
 *
 * @param {string} folder Of the cache.
 * @param {string} name What to call it in messages.
 * @param {readonly string[]} requirements As pip takes them.
 * @param {(line: string) => void} log
 */
export async function installWithPip(folder, name, requirements, log) {
  await ensurePrograms("The end-to-end tests need", { python3: "python3-venv" }, log);
  await fillOnce(folder, name, log, async (environment) => {
    const created = await execute("python3", ["-m", "venv", environment]);
    if (created.code !== 0) {
      throw new SetupError(
        `python3 cannot make an environment: install its venv module (Debian: apt-get install python3-venv). ${created.stdout}${created.stderr}`.trim(),
      );
    }
    const args = ["-m", "pip", "install", "--quiet", ...requirements];
    const { code, stderr } = await execute(join(environment, "bin/python"), args);
    if (code !== 0) throw new SetupError(`pip cannot install ${name}: ${stderr.trim()}`);
  });
}

/**
 * The interpreter of such an environment. Modules are run with `-m`, since the programs beside it name the folder in which
 * they were installed in their first line.
 *
 * @param {string} folder
 */
export const pythonOf = (folder) => join(folder, "bin/python");
