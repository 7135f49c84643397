/** What registries say, read; pure. https://distribution.github.io/distribution/spec/auth/token/ */

import { valueAt } from "../untyped.ts";

/** How a registry wants to be asked. */
export type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: string; readonly service: string | null };

/** Reads `WWW-Authenticate`; null where it names neither way. */
export function parseChallenge(header: string | null): Challenge | null {
  const [, scheme = "", rest = ""] = /^\s*(\w+)(?:\s+(.*))?$/s.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "basic") return { scheme: "basic" };
  const realm = /(?:^|[\s,])realm="([^"]+)"/.exec(rest)?.[1];
  if (scheme.toLowerCase() !== "bearer" || realm === undefined || !URL.canParse(realm)) return null;
  return {
    scheme: "bearer",
    realm,
    service: /(?:^|[\s,])service="([^"]*)"/.exec(rest)?.[1] ?? null,
  };
}

/** What a token lets do with a repository; null where it is no JSON Web Token, or does not say. */
export function grantedActions(token: string, repository: string): readonly string[] | null {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"),
    );
    const access = valueAt(payload, "access");
    if (!Array.isArray(access)) return null;
    const own: unknown = access.find((entry: unknown) => valueAt(entry, "name") === repository);
    const actions = valueAt(own, "actions");
    return Array.isArray(actions) ? actions.filter((action) => typeof action === "string") : [];
  } catch {
    return null;
  }
}

/** How many images may be pulled. */
export interface PullLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds for which the limit counts. */
  readonly windowSeconds: number | null;
}

/** Reads `ratelimit-limit: 100;w=21600` and `ratelimit-remaining`; null where there is no limit. https://docs.docker.com/docker-hub/usage/pulls/ */
export function parsePullLimit(limit: string | null, remaining: string | null): PullLimit | null {
  const [, most] = /^\s*(\d+)/.exec(limit ?? "") ?? [];
  const [, left] = /^\s*(\d+)/.exec(remaining ?? "") ?? [];
  if (most === undefined || left === undefined) return null;
  const [, window] = /;\s*w=(\d+)/.exec(limit ?? "") ?? [];
  return {
    limit: Number(most),
    remaining: Number(left),
    windowSeconds: window === undefined ? null : Number(window),
  };
}

/** Media types of manifests that name others, one for each platform. */
export const indexTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Media types of manifests of one image. */
export const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Platforms of an index, as `linux/arm64`; attestations, which have none, are left out. */
export function platformsOfIndex(index: unknown): readonly string[] {
  const manifests = valueAt(index, "manifests");
  const platforms = (Array.isArray(manifests) ? manifests : []).map((entry: unknown) =>
    platformOf(valueAt(entry, "platform")),
  );
  return [...new Set(platforms.filter((platform) => platform !== null))];
}

/** Platform of an image's configuration, or of an index's entry. */
export function platformOf(value: unknown): string | null {
  const [os, architecture] = [valueAt(value, "os"), valueAt(value, "architecture")];
  if (typeof os !== "string" || typeof architecture !== "string") return null;
  return os === "unknown" ? null : `${os}/${architecture}`;
}

/** Digest of the configuration that a manifest names; null where there is none. */
export function configDigestOf(manifest: unknown): string | null {
  const digest = valueAt(valueAt(manifest, "config"), "digest");
  return typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null;
}
