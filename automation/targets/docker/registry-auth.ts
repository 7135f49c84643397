import { spawn } from "node:child_process";
import { join } from "node:path";
import { registryName } from "../../../infra/config/image-reference.ts";
import { textAt, valueAt } from "../../untyped.ts";
import { dockerConfigFolder, readJson } from "./engine-address.ts";

/** Credentials of a registry, as a Docker engine takes them. */
export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
  /** In place of a password, from a credential helper. */
  readonly identitytoken?: string;
}

/** Key of Docker Hub in the settings, for historical reasons. */
const hubKey = "https://index.docker.io/v1/";
/** Milliseconds that a credential helper may take. */
const helperMs = 20_000;

/**
 * What `docker login` keeps for a registry: in a credential helper, or in the settings themselves. Undefined when there is
 * nothing, or the helper does not answer: then the image is pulled without.
 * https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export async function registryAuth(
  registry: string,
  environment: NodeJS.ProcessEnv,
): Promise<RegistryAuth | undefined> {
  const config = readJson(join(dockerConfigFolder(environment), "config.json"));
  const keys = keysOf(registry);
  const helpers = valueAt(config, "credHelpers");
  for (const key of keys) {
    const helper = textAt(helpers, key) ?? textAt(config, "credsStore");
    const found = helper === undefined ? undefined : await askHelper(helper, key, environment);
    const auth = found ?? entryOf(valueAt(valueAt(config, "auths"), key), key);
    if (auth !== undefined) return auth;
  }
  return undefined;
}

function keysOf(registry: string): readonly string[] {
  const name = registryName(registry);
  return name === "docker.io" ? [hubKey, name] : [name, `https://${name}`];
}

/** `auth` is user and password in base64. */
function entryOf(entry: unknown, serveraddress: string): RegistryAuth | undefined {
  const identitytoken = textAt(entry, "identitytoken");
  const text = Buffer.from(textAt(entry, "auth") ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) return undefined;
  return {
    username: text.slice(0, colon),
    password: text.slice(colon + 1),
    serveraddress,
    ...(identitytoken === undefined ? {} : { identitytoken }),
  };
}

/** https://github.com/docker/docker-credential-helpers: the server goes in by stdin, JSON comes out. */
async function askHelper(
  helper: string,
  key: string,
  environment: NodeJS.ProcessEnv,
): Promise<RegistryAuth | undefined> {
  const said = await new Promise<string>((resolve) => {
    const child = spawn(`docker-credential-${helper}`, ["get"], {
      env: environment,
      stdio: ["pipe", "pipe", "ignore"],
      timeout: helperMs,
      killSignal: "SIGKILL",
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stdin.on("error", () => undefined);
    child.once("error", () => {
      resolve("");
    });
    child.once("close", (code) => {
      resolve(code === 0 ? Buffer.concat(parts).toString("utf8") : "");
    });
    child.stdin.end(key);
  });
  let answer: unknown;
  try {
    answer = JSON.parse(said);
  } catch {
    return undefined;
  }
  const [username, secret] = [textAt(answer, "Username"), textAt(answer, "Secret")];
  if (username === undefined || secret === undefined) return undefined;
  // A helper says so when the secret is a token.
  return username === "<token>"
    ? { username: "", password: "", serveraddress: key, identitytoken: secret }
    : { username, password: secret, serveraddress: key };
}
