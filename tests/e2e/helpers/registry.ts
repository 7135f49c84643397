import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { startRegistry } from "../../../scripts/e2e/index.mjs";

/** A registry on loopback that lets one user in. */
export interface RegistryLogin {
  readonly host: string;
  readonly user: string;
  readonly token: string;
}

/** Starts an empty registry that lets one user in. */
export async function startLoginRegistry(): Promise<
  RegistryLogin & { readonly close: () => Promise<void> }
> {
  const login = { user: "mayfly", token: "a-token-of-docker-hub" };
  return { ...login, ...(await startRegistry({ user: login.user, password: login.token })) };
}

const manifestTypes = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
].join(", ");

/** The digest that a registry has for a tag or digest of a repository; undefined when it has none. */
export function registryDigest(
  { host, user, token }: RegistryLogin,
  repository: string,
  reference: string,
): Promise<string | undefined> {
  const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`;
  const options = { headers: { authorization, accept: manifestTypes }, timeout: 10_000 };
  return new Promise((resolve, reject) => {
    get(`http://${host}/v2/${repository}/manifests/${reference}`, options, (response) => {
      response.resume();
      const digest = response.headers["docker-content-digest"];
      resolve(response.statusCode === 200 && typeof digest === "string" ? digest : undefined);
    }).once("error", reject);
  });
}

/** Writes a configuration of the Docker command into a folder that has the login of a registry, and no other. */
export function writeLogin(folder: string, { host, user, token }: RegistryLogin): void {
  const auth = Buffer.from(`${user}:${token}`).toString("base64");
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
}
