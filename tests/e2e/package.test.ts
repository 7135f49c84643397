import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../automation/package-root.ts";
import { serviceFolder } from "../../scripts/e2e/index.mjs";
import { start, type Ended } from "./helpers/commands.ts";
import { outputsIn } from "./helpers/outputs.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

const execute = promisify(execFile);

/** Mayfly as an installed package, in a folder that is no checkout; the tests are stages. */
describe("an installed package", () => {
  let world: World;
  let before: readonly string[];
  let folder: string;

  beforeAll(async () => {
    world = await startWorld();
    before = await world.inventory();
    folder = serviceFolder("installed");
    const modules = join(folder, "node_modules");
    mkdirSync(modules);
    // What npm would install beside it is there already.
    for (const name of readdirSync(join(packageRoot, "node_modules"))) {
      if (!name.startsWith(".")) {
        symlinkSync(join(packageRoot, "node_modules", name), join(modules, name));
      }
    }
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const { stdout } = await execute("npm", args, { cwd: packageRoot });
    const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
    await execute("tar", ["-xzf", filename], { cwd: folder });
    await execute("mv", ["package", join("node_modules", "mayfly")], { cwd: folder });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const node = (...args: string[]): Promise<Ended> =>
    start(process.execPath, args, {
      cwd: folder,
      env: world.environment({
        PULUMI_BACKEND_URL: undefined,
        PULUMI_CONFIG_PASSPHRASE: undefined,
        HOME: join(folder, "home"),
      }),
    }).ended;
  const mayfly = (...args: string[]): Promise<Ended> =>
    node(join("node_modules", "mayfly", "dist", "automation", "cli.js"), ...args);

  it("sets a stack up from a program of the user's, and keeps it outside the package", async () => {
    const { host, user, token } = world.registry;
    const options = {
      config: { "aws:region": "us-east-1", dockerHubUser: user, registryServer: host },
      secrets: { dockerHubToken: token },
    };
    writeFileSync(
      join(folder, "set-up.js"),
      `import { init } from "mayfly";\nconsole.log(JSON.stringify(await init(${JSON.stringify(options)})));\n`,
    );
    const { stdout } = await must(node("set-up.js"));
    expect(JSON.parse(stdout)).toMatchObject({ stack: "dev", isNew: true });
    expect(existsSync(join(folder, ".mayfly", "program", "Pulumi.dev.yaml"))).toBe(true);
  });

  it("previews, and makes nothing", async () => {
    const { output } = await must(mayfly("preview"));
    expect(output).toMatch(/\d+ to create/);
    expect(await world.inventory()).toEqual(before);
  });

  it("brings up and takes down, with an image built from what it brought along", async () => {
    await must(mayfly("up"));
    const { stdout } = await must(mayfly("outputs", "--json"));
    const { host } = world.registry;
    expect(outputsIn(stdout).images.crawler).toContain(`${host}/mayfly/mayfly-crawler@sha256:`);
    await must(mayfly("preview", "--expect-no-changes"));
    await must(mayfly("down", "--remove"));
    expect(await world.inventory()).toEqual(before);
  });
});
