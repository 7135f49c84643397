import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { registryAuth } from "../../../../automation/targets/docker/registry-auth.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-logins-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const auth = Buffer.from("me:a:token").toString("base64");
const configure = (config: unknown): void => {
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
};
const of = (registry: string) =>
  registryAuth(registry, {
    ...process.env,
    DOCKER_CONFIG: folder,
    PATH: [folder, process.env["PATH"]].join(delimiter),
  });

test("a login is found by its registry, Docker Hub's by its historical name", async () => {
  configure({ auths: { "https://index.docker.io/v1/": { auth }, "ghcr.io": { auth } } });
  expect(await of("docker.io")).toEqual({
    username: "me",
    password: "a:token",
    serveraddress: "https://index.docker.io/v1/",
  });
  expect(await of("ghcr.io")).toMatchObject({ username: "me", serveraddress: "ghcr.io" });
  expect(await of("quay.io")).toBeUndefined();
});

test("a credential helper is asked for the registries that are its own", async () => {
  const helper = join(folder, "docker-credential-mine");
  writeFileSync(
    helper,
    `#!/bin/sh\nread -r server\nprintf '{"Username":"me","Secret":"of %s"}' "$server"\n`,
  );
  chmodSync(helper, 0o755);
  configure({ credHelpers: { "ghcr.io": "mine" }, auths: { "quay.io": { auth } } });
  expect(await of("ghcr.io")).toMatchObject({ username: "me", password: "of ghcr.io" });
  expect(await of("quay.io")).toMatchObject({ password: "a:token" });
});

test("without settings, or with a helper that is not there, images are pulled without", async () => {
  expect(await of("docker.io")).toBeUndefined();
  configure({ credsStore: "absent" });
  expect(await of("docker.io")).toBeUndefined();
});
