import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process that is told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own words. */
  readonly began: string;
}

interface ProcessEntry extends ProcessIdentity {
  readonly group: number;
  readonly zombie: boolean;
}

/** The identity of a running process; `began` is empty when the process is gone. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, began: find(pid)?.began ?? "" };
}

/** True while that very process runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const entry = find(identity.pid);
  return entry !== undefined && !entry.zombie && entry.began === identity.began;
}

/** Process groups, of those given, that still have a living member. A zombie is none: its parent may never reap it. */
export function livingGroups(groups: readonly number[]): readonly number[] {
  const alive = new Set(list().flatMap(({ zombie, group }) => (zombie ? [] : [group])));
  return groups.filter((group) => alive.has(group));
}

/** Sends a signal to a process group; a group that is gone is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // ESRCH: there is nobody left.
  }
}

/**
 * Processes that left their group but carry the task's mark in their environment, such as a crash handler. Linux alone
 * shows the environment of others; elsewhere there are none to be found.
 */
export function markedProcesses(mark: string): readonly number[] {
  if (!hasProc()) return [];
  return list().flatMap(({ pid, zombie }) => {
    if (zombie || pid === process.pid) return [];
    try {
      return readFileSync(`/proc/${String(pid)}/environ`, "utf8")
        .split("\0")
        .includes(mark)
        ? [pid]
        : [];
    } catch {
      return [];
    }
  });
}

function hasProc(): boolean {
  return process.platform === "linux" && existsSync("/proc/self/stat");
}

function list(): readonly ProcessEntry[] {
  if (!hasProc()) return listWithPs([]);
  return readdirSync("/proc").flatMap((name) => {
    const entry = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    return entry === undefined ? [] : [entry];
  });
}

function find(pid: number): ProcessEntry | undefined {
  return hasProc() ? readStat(pid) : listWithPs(["-p", String(pid)])[0];
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in parentheses may hold anything. */
function readStat(pid: number): ProcessEntry | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, , group] = fields;
    return {
      pid,
      group: Number(group),
      zombie: state === "Z" || state === "X",
      began: fields[19] ?? "",
    };
  } catch {
    return undefined;
  }
}

function listWithPs(selection: readonly string[]): readonly ProcessEntry[] {
  const which = selection.length === 0 ? ["-A"] : selection;
  try {
    const output = execFileSync("ps", [...which, "-o", "pid=,pgid=,stat=,lstart="], {
      encoding: "utf8",
      timeout: 5000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\n").flatMap((line) => {
      const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/.exec(line);
      if (match === null) return [];
      const [, pid = "", group = "", state = "", began = ""] = match;
      return [{ pid: Number(pid), group: Number(group), zombie: state.startsWith("Z"), began }];
    });
  } catch {
    return [];
  }
}
