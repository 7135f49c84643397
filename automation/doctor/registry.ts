import { isIP } from "node:net";
import type { ImageReference } from "../../infra/config/image-reference.ts";
import { messageOf } from "../errors.ts";
import { valueAt } from "../untyped.ts";
import {
  configDigestOf,
  grantedActions,
  indexTypes,
  manifestTypes,
  parseChallenge,
  parsePullLimit,
  platformOf,
  platformsOfIndex,
  type PullLimit,
} from "./registry-words.ts";

/** User and password, or token, of a registry. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

/** What a registry has for an image. */
export interface ManifestSeen {
  /** HTTP status: 200, 401 or 403 (not for this user), 404, 429. */
  readonly status: number;
  /** As `linux/amd64`; empty where they are not known. */
  readonly platforms: readonly string[];
  /** Whether the registry does not take the user and the password at all, whatever the image. */
  readonly isUserRefused: boolean;
  /** What is left of Docker Hub's limit; null where there is none. */
  readonly limit: PullLimit | null;
}

/** What a registry lets a user do: what the token says; null where it takes the user and says no more. */
export type PushRight = "granted" | "pullOnly" | "refused" | null;

type Headers = Readonly<Record<string, string>>;

/**
 * Asks for an image's manifest. A HEAD counts for no limit; with `platforms`, the manifest is fetched too, which counts as one
 * pull. Rejects with a sentence where the registry cannot be reached.
 */
export async function askManifest(
  image: ImageReference,
  user: RegistryUser | null,
  signal: AbortSignal,
  platforms: boolean,
): Promise<ManifestSeen> {
  const base = baseOf(image.registry);
  const url = `${base}/v2/${image.repository}/manifests/${image.digest ?? image.tag ?? "latest"}`;
  const accept = [...indexTypes, ...manifestTypes].join(", ");
  const first = await ask(url, { method: "HEAD", headers: { accept }, signal });
  const authorization =
    first.status === 401
      ? await authorize(first.headers.get("www-authenticate"), image, user, "pull", signal)
      : {};
  if (authorization === null) {
    return { status: 401, platforms: [], isUserRefused: user !== null, limit: null };
  }
  const headers: Headers = { accept, ...authorization };
  const seen = first.status === 401 ? await ask(url, { method: "HEAD", headers, signal }) : first;
  const limit = parsePullLimit(
    seen.headers.get("ratelimit-limit"),
    seen.headers.get("ratelimit-remaining"),
  );
  const found =
    platforms && seen.status === 200 ? await platformsAt(base, url, image, headers, signal) : [];
  return { status: seen.status, platforms: found, isUserRefused: false, limit };
}

/**
 * What a user may do with a repository, without doing it: the registry's own token says so. A registry that takes user and
 * password with each request says nothing before the push.
 */
export async function askPushRight(
  image: Pick<ImageReference, "registry" | "repository">,
  user: RegistryUser,
  signal: AbortSignal,
): Promise<PushRight> {
  const base = `${baseOf(image.registry)}/v2/`;
  const challenged = await ask(base, { signal });
  if (challenged.ok) return null;
  const header = challenged.headers.get("www-authenticate");
  if (parseChallenge(header)?.scheme === "basic") {
    const answer = await ask(base, { headers: basicOf(user), signal });
    return answer.ok ? null : "refused";
  }
  const headers = await authorize(header, image, user, "pull,push", signal);
  if (headers === null) return "refused";
  const token = headers["authorization"]?.replace(/^Bearer /, "") ?? "";
  const actions = grantedActions(token, image.repository);
  if (actions === null) return null;
  return actions.includes("push") ? "granted" : "pullOnly";
}

async function platformsAt(
  base: string,
  url: string,
  { repository }: ImageReference,
  headers: Headers,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await ask(url, { headers, signal });
  if (!answer.ok) return [];
  const manifest: unknown = await answer.json();
  if (Array.isArray(valueAt(manifest, "manifests"))) return platformsOfIndex(manifest);
  const digest = configDigestOf(manifest);
  if (digest === null) return [];
  const config = await ask(`${base}/v2/${repository}/blobs/${digest}`, { headers, signal });
  const platform = config.ok ? platformOf(await config.json()) : null;
  return platform === null ? [] : [platform];
}

/** Headers for what a registry wants; null where it does not take the user, or there is none and it wants one. */
async function authorize(
  header: string | null,
  { repository }: Pick<ImageReference, "repository">,
  user: RegistryUser | null,
  actions: string,
  signal: AbortSignal,
): Promise<Headers | null> {
  const challenge = parseChallenge(header);
  if (challenge === null) return null;
  if (challenge.scheme === "basic") return user === null ? null : basicOf(user);
  const url = new URL(challenge.realm);
  if (challenge.service !== null) url.searchParams.set("service", challenge.service);
  url.searchParams.set("scope", `repository:${repository}:${actions}`);
  const answer = await ask(url.href, { headers: user === null ? {} : basicOf(user), signal });
  if (!answer.ok) return null;
  const said: unknown = await answer.json();
  const token = valueAt(said, "token") ?? valueAt(said, "access_token");
  return typeof token === "string" ? { authorization: `Bearer ${token}` } : null;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    init.signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Error(`${new URL(url).host} cannot be reached: ${messageOf(cause)}`, {
      cause: error,
    });
  }
}

const basicOf = ({ username, password }: RegistryUser): Headers => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
});

/** As Docker does, registries on loopback are asked in plain HTTP. */
function baseOf(registry: string): string {
  if (registry === "docker.io") return "https://registry-1.docker.io";
  const host = registry.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  const isLoopback =
    host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
  return `${isLoopback ? "http" : "https"}://${registry}`;
}
