import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { crawlerProgram } from "../package-root.ts";
import { engineAddress } from "../targets/docker/engine-address.ts";
import { registryAuth } from "../targets/docker/registry-auth.ts";
import { findBrowserPair, versionOf } from "../targets/local/browser.ts";
import type { TargetName } from "../targets/target-names.ts";
import { ok, type Check } from "./check.ts";
import { pullsCheck } from "./image-checks.ts";

const run = promisify(execFile);

/** Node.js from which Mayfly runs, as in package.json. */
const leastNode = [20, 12] as const;
/** The Pulumi CLI that the program needs, as in automation/environment/pulumi-cli.ts. */
const leastPulumi = [3, 248] as const;

/** Checks of this machine: what the targets `local` and `docker` need, and Pulumi. What `target` needs is a problem without it. */
export function localChecks(environment: NodeJS.ProcessEnv, target: TargetName): readonly Check[] {
  const without = (place: TargetName): "problem" | "warning" =>
    place === target ? "problem" : "warning";
  return [
    {
      id: "node",
      look: () =>
        Promise.resolve(
          isAtLeast(process.versions.node, leastNode)
            ? ok(`Node.js ${process.versions.node}`)
            : {
                status: "problem",
                found: `Node.js ${process.versions.node}`,
                fix: `Install Node.js ${leastNode.join(".")} or later.`,
              },
        ),
      otherwise: { status: "problem", fix: null },
    },
    {
      id: "crawler",
      look: () =>
        Promise.resolve(
          existsSync(crawlerProgram)
            ? ok("built")
            : { status: "problem", found: "not built", fix: "Run `npm run build`." },
        ),
      otherwise: { status: "problem", fix: null },
    },
    {
      id: "browser",
      look: async (signal) => {
        const browserBinary = environment["MAYFLY_BROWSER_BINARY"] ?? null;
        const pair = await findBrowserPair(environment, browserBinary, signal);
        const [browser, driver] = await Promise.all(
          [pair.browser, pair.driver].map(async (program) => await versionOf(program, signal)),
        );
        return ok(`${pair.browser} ${browser ?? ""}, ${pair.driver} ${driver ?? ""}`);
      },
      otherwise: {
        status: without("local"),
        fix: "For --target local, install Chromium and chromedriver of one version (Debian: apt-get install chromium chromium-driver).",
      },
    },
    {
      id: "docker",
      look: async (signal) => {
        // Only who asks for Docker loads its client.
        const { dockerEngine } = await import("../targets/docker/engine.ts");
        const address = engineAddress(environment);
        const { version, cpus } = await dockerEngine(address).info(signal);
        return ok(`Docker ${version} at ${address.host}, ${String(cpus)} processors`);
      },
      otherwise: {
        status: without("docker"),
        fix: "For --target docker, and for an `up` that builds the image, start Docker or set DOCKER_HOST.",
      },
    },
    {
      id: "docker-hub-login",
      look: async () => {
        const login = await registryAuth("docker.io", environment);
        return login === undefined
          ? {
              status: "warning",
              found: "no login: pulls are limited by address",
              fix: "Run `docker login` before --target docker pulls often.",
            }
          : ok(login.username === "" ? "a token" : login.username);
      },
      otherwise: { status: "warning", fix: null },
    },
    pullsCheck(environment),
    {
      id: "pulumi",
      look: async (signal) => {
        const { stdout } = await run("pulumi", ["version"], {
          env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "1" },
          signal,
        }).catch((error: unknown) => {
          throw new Error("not on the PATH", { cause: error });
        });
        const version = stdout.trim().replace(/^v/, "");
        return isAtLeast(version, leastPulumi)
          ? ok(`Pulumi ${version}`)
          : {
              status: "problem",
              found: `Pulumi ${version}`,
              fix: `Install Pulumi ${leastPulumi.join(".")} or later, or take it off the PATH and Mayfly installs its own.`,
            };
      },
      otherwise: {
        status: "warning",
        fix: "Mayfly installs one into its cache when it first needs it.",
      },
    },
  ];
}

/** Whether a version is that major and minor one, or a later one. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [gotMajor = 0, gotMinor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return gotMajor > major || (gotMajor === major && gotMinor >= minor);
}
