import { readdirSync, readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { identityOf } from "../processes.ts";
import type { LockHolder } from "./environment-error.ts";

/**
 * Who holds the locks of a stack in a file backend; null for another backend, which alone knows. `pulumi cancel` says
 * "canceled" for such a stack whether it was locked or not.
 */
export function readLocks(
  url: string | null,
  workDir: string,
  project: string,
  stack: string,
): readonly LockHolder[] | null {
  const state = url === null ? null : stateFolder(url, workDir);
  if (state === null) return null;
  const folder = join(state, ".pulumi", "locks", "organization", project, ownName(stack));
  return names(folder).flatMap((name) => {
    if (!name.endsWith(".json")) return [];
    try {
      return [holderOf(JSON.parse(readFileSync(join(folder, name), "utf8")))];
    } catch {
      // Released in the meantime, or not to be read.
      return [];
    }
  });
}

/** True where the process that holds a lock runs on this machine. Another one may have its number by now. */
export function livesHere({ who, pid }: LockHolder): boolean {
  if (pid === null || who?.endsWith(`@${hostname()}`) !== true) return false;
  return identityOf(pid).began !== "";
}

/** `file:///path`, `file://~/path` and `file://./path`, as `pulumi login` takes them. */
function stateFolder(url: string, workDir: string): string | null {
  if (!url.startsWith("file://")) return null;
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  if (path.startsWith("~")) return join(homedir(), path.slice(1));
  if (!path.startsWith("/")) return resolve(workDir, path);
  try {
    return fileURLToPath(url.replace(/\?.*$/, ""));
  } catch {
    return null;
  }
}

/** The last part of `organization/project/stack`. */
export function ownName(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What Pulumi writes into a lock: https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go. */
function holderOf(value: unknown): LockHolder {
  const fields = typeof value === "object" && value !== null ? value : {};
  const entries = new Map<string, unknown>(Object.entries(fields));
  const [user, host, pid, since] = ["username", "hostname", "pid", "timestamp"].map((name) =>
    entries.get(name),
  );
  return {
    who: typeof user === "string" && typeof host === "string" ? `${user}@${host}` : null,
    pid: typeof pid === "number" ? pid : null,
    since: typeof since === "string" ? since : null,
  };
}
