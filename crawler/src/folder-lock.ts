import { randomUUID } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { causeCode } from "./errors.ts";

/** Names of the sockets of crawls that write to a folder, or did when they were killed. */
const socketName = /^writer-\w+\.sock$/;
/** Attempts, since two that come at the same time both step back; and milliseconds before the next, at most. */
const attempts = 3;
const pauseMs = 200;

/** Ends a lock. */
export type Unlock = () => void;

/**
 * Locks a folder until the lock is ended or its process is, however that ends: what holds it is a socket that listens, which
 * processes see that share the folder, those of other containers too. Null where another holds it. A file system without
 * sockets is not locked, nor is one that several machines share.
 */
export async function lockFolder(folder: string): Promise<Unlock | null> {
  for (let attempt = 1; ; attempt += 1) {
    const lock = await listenIn(folder);
    if (lock === null) return () => undefined;
    if (!(await hasOther(folder, lock.name))) return lock.unlock;
    lock.unlock();
    if (attempt === attempts) return null;
    await delay(Math.random() * pauseMs);
  }
}

/** Listens on a socket of its own; null where the folder takes none. */
async function listenIn(
  folder: string,
): Promise<{ readonly name: string; readonly unlock: Unlock } | null> {
  const name = `writer-${randomUUID().slice(0, 8)}.sock`;
  const path = join(folder, name);
  try {
    const server = await inShort(folder, async (short) => await listen(join(short, `${name}.new`)));
    // Whoever sees it can connect.
    renameSync(`${path}.new`, path);
    const unlock = (): void => {
      rmSync(path, { force: true });
      server.close();
    };
    return { name, unlock };
  } catch {
    return null;
  }
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  return await new Promise((resolve, reject) => {
    server.once("error", reject);
    // Whoever runs the other crawl may be another user.
    server.listen({ path, readableAll: true, writableAll: true }, () => {
      resolve(server.unref());
    });
  });
}

/** Whether another listens, too; takes away what was left by those that are gone. */
async function hasOther(folder: string, own: string): Promise<boolean> {
  const others = readdirSync(folder).filter((name) => socketName.test(name) && name !== own);
  let isHeld = false;
  for (const name of others) {
    if (await inShort(folder, async (short) => await answers(join(short, name)))) isHeld = true;
    else rmSync(join(folder, name), { force: true });
  }
  return isHeld;
}

async function answers(path: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) => {
      resolve(!["ECONNREFUSED", "ENOENT"].includes(causeCode(error) ?? ""));
    });
  });
}

/** The folder by a path that leaves room in that of a socket, which has some hundred bytes; where there is none, by its own. */
async function inShort<Result>(
  folder: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const descriptors = "/proc/self/fd";
  if (!existsSync(descriptors)) return await use(folder);
  const descriptor = openSync(folder, "r");
  try {
    return await use(join(descriptors, String(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}
