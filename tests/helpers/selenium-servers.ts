import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gridFolder, selenium3Jar } from "../../scripts/install-selenium-servers.mjs";
import { findBrowser } from "../../scripts/lib/find-browser.mjs";

/** The WebDriver servers that the crawler must get along with. */
export const serverKinds = ["chromedriver", "chromedriver-wd-hub", "grid", "selenium3"] as const;
/** See {@link serverKinds}. */
export type ServerKind = (typeof serverKinds)[number];

/** A WebDriver server on loopback, in a process group of its own. `await using` ends all of it. */
export interface SeleniumServer extends AsyncDisposable {
  /** Base URL without any prefix, as people give it. */
  readonly endpoint: string;
  readonly pid: number;
  /** Kills the server with all its browsers. Resolves when the server is gone. */
  readonly kill: () => Promise<void>;
}

/** Runs a server until its input closes, which it also does when the test run is killed; then ends the whole group. */
const dieWithParent = '"$@" </dev/null & cat >/dev/null; kill -KILL 0';

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts a server and returns at once: to wait until it is ready is the gate's work. */
export async function startSeleniumServer(
  kind: ServerKind,
  port?: number,
): Promise<SeleniumServer> {
  const listening = port ?? (await freePort());
  const [command, args] = commandLine(kind, listening, await driverPath());
  const folder = mkdtempSync(join(tmpdir(), "mayfly-server-"));
  const child = spawn("/bin/sh", ["-c", dieWithParent, "sh", command, ...args], {
    cwd: folder,
    detached: true,
    // Browser profiles go where they are removed with the rest.
    env: { ...process.env, TMPDIR: folder },
    stdio: ["pipe", "ignore", "ignore"],
  });
  const { pid } = child;
  if (pid === undefined) {
    child.once("error", () => undefined);
    rmSync(folder, { recursive: true });
    throw new Error(`${command} cannot be started: run \`npm run pretest\` first.`);
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const killGroup = () => signalGroup(child);
  const kill = async () => {
    killGroup();
    await ended;
  };
  const dispose = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  return { endpoint: `http://127.0.0.1:${listening}`, pid, kill, [Symbol.asyncDispose]: dispose };
}

function signalGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it is gone already.
  }
}

async function driverPath(): Promise<string> {
  const pair = await findBrowser();
  if (pair === undefined) throw new Error("There is no browser: run `npm run pretest` first.");
  return pair.driver;
}

function commandLine(
  kind: ServerKind,
  port: number,
  driver: string,
): [command: string, args: readonly string[]] {
  switch (kind) {
    case "chromedriver":
      return [driver, [`--port=${port}`]];
    case "chromedriver-wd-hub":
      return [driver, [`--port=${port}`, "--url-base=/wd/hub"]];
    case "grid":
      return [
        "java",
        [
          ...["-Xmx256m", "-cp", join(gridFolder, "*"), "org.openqa.selenium.grid.Bootstrap"],
          ...["standalone", "--host", "127.0.0.1", "--port", `${port}`],
          ...["--tracing", "false", "--selenium-manager", "false", "--detect-drivers", "false"],
          ...["--max-sessions", "1", "--driver-configuration", "display-name=chrome"],
          ...["max-sessions=1", 'stereotype={"browserName":"chrome"}'],
          `webdriver-executable=${driver}`,
        ],
      ];
    case "selenium3":
      return [
        "java",
        [
          ...["-Xmx256m", `-Dwebdriver.chrome.driver=${driver}`, "-jar", selenium3Jar],
          ...["-host", "127.0.0.1", "-port", `${port}`],
        ],
      ];
  }
}
