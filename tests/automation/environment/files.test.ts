import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { livesHere, readLocks } from "../../../automation/environment/locks.ts";
import { ensurePassphraseFile } from "../../../automation/environment/passphrase-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-environment-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the passphrase file", () => {
  test("holds 32 random bytes for the user alone, in a folder for the user alone", () => {
    const path = join(folder, ".mayfly", "passphrase");
    expect(ensurePassphraseFile(path)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, ".mayfly")).mode & 0o777).toBe(0o700);
    expect(Buffer.from(readFileSync(path, "utf8"), "base64url")).toHaveLength(32);
  });

  test("is never replaced", () => {
    const path = join(folder, "passphrase");
    ensurePassphraseFile(path);
    const before = readFileSync(path, "utf8");
    expect(ensurePassphraseFile(path)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  test.each([0o644, 0o640, 0o604])("is refused where others may read it: mode %o", (mode) => {
    const path = join(folder, "passphrase");
    ensurePassphraseFile(path);
    chmodSync(path, mode);
    expect(() => ensurePassphraseFile(path)).toThrow(
      `to be for you alone (mode 600), but its mode is ${mode.toString(8)}`,
    );
  });

  test("is refused where it is empty", () => {
    const path = join(folder, "passphrase");
    writeFileSync(path, "", { mode: 0o600 });
    expect(() => ensurePassphraseFile(path)).toThrow("the file is empty");
  });
});

describe("the locks of a file backend", () => {
  const lock = { pid: 23323, username: "root", hostname: "vm", timestamp: "2026-11-24T12:02:24Z" };
  const hold = (): void => {
    const locks = join(folder, ".pulumi", "locks", "organization", "mayfly", "dev");
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, "85a0f16b.json"), JSON.stringify(lock));
  };

  test("say who holds them", () => {
    hold();
    const url = pathToFileURL(folder).href;
    expect(readLocks(url, folder, "mayfly", "dev")).toEqual([
      { who: "root@vm", pid: 23323, since: "2026-11-24T12:02:24Z" },
    ]);
    expect(readLocks(url, folder, "mayfly", "other")).toEqual([]);
  });

  test("are found by the last part of a long name", () => {
    hold();
    const url = pathToFileURL(folder).href;
    expect(readLocks(url, folder, "mayfly", "organization/mayfly/dev")).toHaveLength(1);
  });

  test("know whether the update runs on this machine", () => {
    const mine = { who: `me@${hostname()}`, pid: process.pid, since: null };
    expect(livesHere(mine)).toBe(true);
    expect(livesHere({ ...mine, who: "me@elsewhere" })).toBe(false);
    expect(livesHere({ ...mine, pid: 2 ** 22 + 1 })).toBe(false);
    expect(livesHere({ who: null, pid: null, since: null })).toBe(false);
  });

  test("are found where the URL is relative", () => {
    hold();
    expect(readLocks("file://.", folder, "mayfly", "dev")).toHaveLength(1);
  });

  test("of another backend are unknown", () => {
    expect(readLocks("https://api.pulumi.com", folder, "mayfly", "dev")).toBeNull();
    expect(readLocks(null, folder, "mayfly", "dev")).toBeNull();
  });
});
