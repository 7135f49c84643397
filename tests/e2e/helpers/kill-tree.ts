import { readdirSync, readFileSync } from "node:fs";

/** Kills a process and all that it has started, and they have, at once and with SIGKILL, as a machine that loses its power. */
export function killTree(pid: number): readonly number[] {
  process.kill(pid, "SIGSTOP");
  const all = [pid];
  // Stopped ones start no others.
  for (const parent of all) {
    for (const child of childrenOf(parent)) {
      if (!signalled(child, "SIGSTOP")) continue;
      all.push(child);
    }
  }
  for (const one of all) signalled(one, "SIGKILL");
  return all;
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It has ended.
    return false;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number | null {
  try {
    // The name, in parentheses, may have spaces and parentheses in it.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, "utf8")
        .split(") ")
        .at(-1) ?? "";
    return Number(fields.split(" ")[1]);
  } catch {
    return null;
  }
}
