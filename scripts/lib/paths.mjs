import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, without a slash at its end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The crawler's own package in the checkout. */
export const crawlerFolder = join(root, "crawler");

/** Where downloaded tools live: once per user, so that a second clone has them too. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mayfly");
