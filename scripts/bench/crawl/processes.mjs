import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes that descend from some, by id, these left out.
 *
 * @param {readonly number[]} roots
 * @returns {number[]}
 */
export function descendants(roots) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const found = new Set(roots);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].filter((pid) => !roots.includes(pid));
}

/**
 * Memory of some processes in MiB, each shared page divided among those that share it (PSS).
 *
 * @param {readonly number[]} pids
 */
export function memoryMiB(pids) {
  const kiB = pids.map((pid) => /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return kiB.reduce((sum, one) => sum + Number(one), 0) / 1024;
}

/**
 * Resident memory of one process in MiB, with what it shares: how many others run its program changes nothing.
 *
 * @param {number} pid
 */
export function residentMiB(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/**
 * Processor time of some processes, and of their children that have ended, in ms.
 *
 * @param {readonly number[]} pids
 */
export function processorMs(pids) {
  const ticks = pids.map((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const [user, system, endedUser, endedSystem] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number);
    return stat === "" ? 0 : user + system + endedUser + endedSystem;
  });
  // A tick is 10 ms: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  return ticks.reduce((sum, one) => sum + one, 0) * 10;
}

/** Empty for a process that is gone. @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
