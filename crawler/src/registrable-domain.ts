import { createRequire } from "node:module";
import type * as Tldts from "tldts";

/**
 * The domain that somebody has registered (https://publicsuffix.org/learn/); the host itself where there is none: IP addresses,
 * `localhost`. The list of all suffixes is loaded for the first question: it takes 10 MiB, and most crawls ask none.
 */
export function registrableDomain(hostname: string): string {
  return suffixes().getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

let loaded: typeof Tldts | undefined;

function suffixes(): typeof Tldts {
  // What is loaded by name has no type of its own.
  loaded ??= createRequire(import.meta.url)("tldts") as typeof Tldts;
  return loaded;
}
