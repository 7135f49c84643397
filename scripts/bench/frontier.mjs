import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { root } from "../lib/paths.mjs";
import { SetupError } from "../lib/say.mjs";

/** Goals: bytes beside the URL's own, and how much longer a step may take with the most URLs than with the fewest. */
const mostBytes = 200;
const mostGrowth = 5;
/** Milliseconds for which a checkpoint may keep everything else waiting. */
const mostBlockedMs = 250;

const sizes = [1e3, 1e4, 1e5, 1e6];

/** Memory and time of the crawler's frontier by its size, with a hundred URLs a host and with one. */
export async function frontierBench() {
  for (const urlsOfHost of [100, 1]) {
    const rows = [];
    for (const urls of sizes) rows.push(await measure(urls, urls / urlsOfHost));
    console.log(`frontier, ${urlsOfHost} URLs a host:`);
    for (const [index, row] of rows.entries()) {
      const { bytes, addNs, stepNs, blockedMs, packed } = row;
      console.log(
        `  ${sizes[index]} URLs: ${bytes.toFixed(0)} bytes a URL beside its own (goal: at most ${mostBytes}), ${addNs.toFixed(0)} ns to add, ${stepNs.toFixed(0)} ns to visit; checkpoint of ${(packed / 1e6).toFixed(2)} MB, others wait ${blockedMs.toFixed(0)} ms (goal: at most ${mostBlockedMs})`,
      );
      if (bytes > mostBytes || blockedMs > mostBlockedMs) process.exitCode = 1;
      if (row.restored !== sizes[index]) throw new SetupError("A checkpoint lost URLs.");
    }
    const growth = rows.at(-1).stepNs / rows[0].stepNs;
    console.log(`  a visit grows ${growth.toFixed(1)} times (goal: at most ${mostGrowth})`);
    if (growth > mostGrowth) process.exitCode = 1;
  }
}

async function measure(urls, hosts) {
  const script = join(root, "scripts/bench/frontier-main.mjs");
  const args = ["--expose-gc", script, String(urls), String(hosts)];
  const { code, stdout, stderr } = await execute(process.execPath, args, { cwd: root });
  if (code !== 0) throw new SetupError(`The frontier could not be measured: ${stderr}`);
  return JSON.parse(stdout);
}
