import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { rmSync } from "node:fs";
import { startProviders } from "../../tests/e2e/providers/start.mjs";
import { pulumiFolder, serviceFolder, startMoto } from "../e2e/index.mjs";
import { execute } from "../lib/execute.mjs";
import { root } from "../lib/paths.mjs";
import { SetupError } from "../lib/say.mjs";
import { medians } from "./turns.mjs";

/** At most this many times as long as an empty program. */
const goal = 1.5;

/**
 * `pulumi preview` of a new dev stack beside that of an empty ESM TypeScript program, as Pulumi makes them: the real CLI
 * and language host, providers of the end-to-end tests.
 */
export async function previewBench() {
  const folder = serviceFolder("bench");
  const moto = await startMoto();
  const base = {
    ...process.env,
    PATH: [await pulumiFolder(), process.env.PATH].join(delimiter),
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_REGION: "us-east-1",
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const mayfly = mayflyProgram(join(folder, "mayfly"));
  const empty = emptyProgram(join(folder, "empty"));
  const providers = await startProviders({ cwd: mayfly, env: base });
  const env = { ...base, PULUMI_DEBUG_PROVIDERS: providers.debugProviders };
  try {
    const pulumi = (cwd, ...args) => run(cwd, env, args);
    await pulumi(empty, "stack", "init", "dev");
    await pulumi(mayfly, "stack", "init", "dev");
    await pulumi(mayfly, "config", "set", "aws:region", "us-east-1");
    await pulumi(mayfly, "config", "set", "dockerHubUser", "bench");
    await pulumi(mayfly, "config", "set", "--secret", "dockerHubToken", "bench");
    const preview = ["preview", "--non-interactive", "--stack", "dev"];
    const times = await medians(
      { empty: () => pulumi(empty, ...preview), mayfly: () => pulumi(mayfly, ...preview) },
      5,
    );
    const ratio = times.mayfly / times.empty;
    const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
    console.log(
      `pulumi preview: dev stack ${seconds(times.mayfly)}, empty program ${seconds(times.empty)}, ratio ${ratio.toFixed(2)} (goal: below ${goal})`,
    );
    if (ratio >= goal) process.exitCode = 1;
  } finally {
    await providers.close();
    await moto.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function mayflyProgram(folder) {
  mkdirSync(folder);
  const parts = ["Pulumi.yaml", "index.ts", "infra", "package.json", "tsconfig.json"];
  for (const part of [...parts, "tsconfig.base.json", "crawler/Dockerfile", "crawler/src"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** @param {string} folder */
function emptyProgram(folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: empty\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(join(folder, "index.ts"), "export const nothing: string = 'nothing';\n");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        moduleResolution: "nodenext",
        target: "es2022",
        strict: true,
      },
      files: ["index.ts"],
    }),
  );
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/**
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} args
 */
async function run(cwd, env, args) {
  const { code, stdout, stderr } = await execute("pulumi", args, { cwd, env });
  if (code !== 0) throw new SetupError(`pulumi ${args.join(" ")}: ${(stdout + stderr).trim()}`);
}
