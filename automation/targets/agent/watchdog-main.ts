/** The watchdog's process; see `watchdog.ts`. */
import { createInterface } from "node:readline";
import type { EngineAddress } from "../docker/docker-task.ts";
import { cleanUp } from "./clean-up.ts";
import type { WatchdogLine } from "./watchdog.ts";

const groups: { group: number; stopTimeout: number }[] = [];
let temporaryFolder: string | null = null;
let docker: EngineAddress | null = null;
let mark = "";
let done = false;

// It must outlive a signal to everything that belongs to Mayfly, or there is nobody to clean up.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as WatchdogLine;
  if ("group" in line) groups.push(line);
  else if ("temporaryFolder" in line) ({ temporaryFolder } = line);
  else if ("docker" in line) ({ docker } = line);
  else if ("mark" in line) ({ mark } = line);
  else ({ done } = line);
}
if (!done) await cleanUp({ groups, temporaryFolder, docker }, mark);
