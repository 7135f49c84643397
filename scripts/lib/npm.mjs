import { execute } from "./execute.mjs";

/**
 * Settings of the npm that runs this script which must not reach an npm for another folder. Settings about the
 * registry, the cache and the network stay.
 */
const foreign =
  /^npm_(lifecycle_|package_|command$|config_(global|location|prefix|local_prefix|global_prefix|workspaces?|include_workspace_root|package_lock_only|dry_run|ignore_scripts|save|save_\w+|json|call|package)$)/i;

/** @param {NodeJS.ProcessEnv} [env] */
export function npmEnvironment(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/**
 * Runs npm in a folder: the npm that runs this script where there is one, else the one on the PATH.
 *
 * @param {string} cwd
 * @param {readonly string[]} args
 * @param {{show?: boolean}} [options]
 */
export function npm(cwd, args, { show = true } = {}) {
  const env = npmEnvironment();
  const script = process.env.npm_execpath ?? "";
  if (/npm-cli\.js$/.test(script)) {
    return execute(process.execPath, [script, ...args], { cwd, env, show });
  }
  return execute(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd, env, show });
}
