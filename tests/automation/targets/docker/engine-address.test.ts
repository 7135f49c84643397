import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  engineAddress,
  isOnThisMachine,
} from "../../../../automation/targets/docker/engine-address.ts";
import { engineConnection } from "../../../../automation/targets/docker/engine-connection.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-docker-config-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
};
const hostOf = (environment: NodeJS.ProcessEnv = {}): string =>
  engineAddress({ DOCKER_CONFIG: folder, HOME: folder, ...environment }).host;

test("DOCKER_HOST comes first, and may lack its scheme", () => {
  expect(hostOf({ DOCKER_HOST: "unix:///tmp/d.sock", DOCKER_CONTEXT: "none" })).toBe(
    "unix:///tmp/d.sock",
  );
  expect(hostOf({ DOCKER_HOST: "10.0.0.1:2375" })).toBe("tcp://10.0.0.1:2375");
});

test("then the context in use, with its certificates where it has any", () => {
  const id = createHash("sha256").update("there").digest("hex");
  write("config.json", { currentContext: "there" });
  write(`contexts/meta/${id}/meta.json`, { Endpoints: { docker: { Host: "tcp://there:2376" } } });
  expect(hostOf()).toBe("tcp://there:2376");
  write(`contexts/tls/${id}/docker/ca.pem`, "");
  expect(engineAddress({ DOCKER_CONFIG: folder }).certPath).toBe(
    join(folder, "contexts/tls", id, "docker"),
  );
  expect(() => hostOf({ DOCKER_CONTEXT: "gone" })).toThrow(
    'Expected a Docker context that exists, but got "gone"',
  );
});

test("an engine behind a socket is on this machine, and no other", () => {
  const on = (host: string): boolean => isOnThisMachine({ host, certPath: null });
  expect(on("unix:///var/run/docker.sock")).toBe(true);
  expect(on("ssh://me@there")).toBe(false);
  expect(on("tcp://there:2375")).toBe(false);
});

test.each([
  ["unix:///var/run/docker.sock", { socketPath: "/var/run/docker.sock" }],
  ["tcp://there:2375", { protocol: "http", host: "there", port: "2375" }],
  ["tcp://[::1]", { protocol: "http", host: "::1", port: "2375" }],
  ["ssh://me@there", { protocol: "ssh", host: "there", port: "22", username: "me" }],
  ["npipe:////./pipe/docker_engine", { socketPath: "//./pipe/docker_engine" }],
])("%s is connected to as it says", (host, expected) => {
  expect(engineConnection({ host, certPath: null })).toMatchObject(expected);
});

test("what is no address is refused in one sentence", () => {
  expect(() => engineConnection({ host: "gopher://there", certPath: null })).toThrow(
    'for DOCKER_HOST, but got "gopher://there".',
  );
});
