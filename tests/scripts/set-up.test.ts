import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { execute } from "../../scripts/lib/execute.mjs";
import { findBrowser } from "../../scripts/lib/find-browser.mjs";
import { npmEnvironment } from "../../scripts/lib/npm.mjs";
import { packagesAreInstalled } from "../../scripts/lib/packages.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mayfly-set-up-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(path: string, text: string): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  return full;
}

describe("packages", () => {
  const wanted = {
    "": { version: "1.0.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", dev: true },
    "node_modules/c": { version: "3.0.0", optional: true },
  };
  const lock = (packages: object) => file("package-lock.json", JSON.stringify({ packages }));
  const installed = (packages: object) =>
    file("node_modules/.package-lock.json", JSON.stringify({ packages }));

  test("are missing where nothing was ever installed", async () => {
    await lock(wanted);
    expect(packagesAreInstalled(folder)).toBe(false);
  });

  test("are there when all have the locked versions; optional ones may be absent", async () => {
    await lock(wanted);
    await installed({
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
    });
    expect(packagesAreInstalled(folder)).toBe(true);
  });

  test("are out of date when one has another version", async () => {
    await lock(wanted);
    await installed({
      "node_modules/a": { version: "1.0.1" },
      "node_modules/b": { version: "2.0.0" },
    });
    expect(packagesAreInstalled(folder)).toBe(false);
  });

  test("may lack development packages where those are not asked for", async () => {
    await lock(wanted);
    await installed({ "node_modules/a": { version: "1.0.0" } });
    expect(packagesAreInstalled(folder)).toBe(false);
    expect(packagesAreInstalled(folder, { dev: false })).toBe(true);
  });
});

test("npm in another folder hears of the registry, not of the outer npm's prefix and purpose", () => {
  const kept = {
    PATH: "/bin",
    npm_config_registry: "http://localhost:4873/",
    npm_config_cache: "/cache",
    npm_config_omit: "dev",
    npm_execpath: "/npm-cli.js",
  };
  const dropped = {
    npm_config_local_prefix: "/outer",
    npm_config_prefix: "/outer",
    npm_config_global: "true",
    npm_lifecycle_event: "prepare",
    npm_package_json: "/outer/package.json",
    npm_command: "ci",
  };
  expect(npmEnvironment({ ...kept, ...dropped })).toEqual(kept);
});

describe("a program", () => {
  test("that takes too long is ended, also when its child holds the pipes", async () => {
    const { code } = await execute("/bin/sh", ["-c", "sleep 4 & sleep 4"], { timeoutMs: 100 });
    expect(code).toBe(124);
  }, 3000);

  test("that does not exist is an exit code and not an exception", async () => {
    expect(await execute(join(folder, "nothing"), [])).toMatchObject({ code: 127 });
  });
});

describe("browser and driver", () => {
  /** A program that only says its version. */
  async function program(name: string, version: string): Promise<string> {
    const path = await file(name, `#!/bin/sh\necho "${version}"\n`);
    await chmod(path, 0o755);
    return path;
  }

  test("on the PATH are found", async () => {
    const driver = await program("chromedriver", "ChromeDriver 120.0.1.2 (abc)");
    const browser = await program("chromium", "Chromium 120.0.9.9 built on Debian");
    expect(await findBrowser({ PATH: folder })).toEqual({ driver, browser, version: "120.0.9.9" });
  });

  test("of different majors are no pair; a second browser of the right one is", async () => {
    await program("chromedriver", "ChromeDriver 121.0.1.2");
    await program("chromium", "Chromium 120.0.9.9");
    expect(await findBrowser({ PATH: folder })).toBeUndefined();
    const browser = await program("google-chrome", "Google Chrome 121.0.3.4");
    expect(await findBrowser({ PATH: folder })).toMatchObject({ browser });
  });

  test("that cannot run, for want of a library, are not there", async () => {
    await program("chromedriver", "ChromeDriver 121.0.1.2");
    await chmod(await file("chromium", "#!/bin/sh\nexit 127\n"), 0o755);
    expect(await findBrowser({ PATH: folder })).toBeUndefined();
  });

  test("named by the environment come before those on the PATH", async () => {
    await program("chromedriver", "ChromeDriver 121.0.1.2");
    await program("chromium", "Chromium 121.0.9.9");
    const driver = await program("other/driver", "ChromeDriver 90.0");
    const browser = await program("other/browser", "Chromium 90.1");
    const env = { PATH: folder, CHROMEDRIVER: driver, MAYFLY_BROWSER_BINARY: browser };
    expect(await findBrowser(env)).toEqual({ driver, browser, version: "90.1" });
  });

  test("named wrongly end the search with a sentence", async () => {
    const env = { PATH: folder, CHROMEDRIVER: "/no/where" };
    await expect(findBrowser(env)).rejects.toThrow(
      'CHROMEDRIVER is "/no/where", which is not a program. Correct it or unset it.',
    );
  });
});
