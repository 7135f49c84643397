// One frontier of so many URLs on so many hosts, in a process of its own: `node --expose-gc frontier-main.mjs 1000 10`.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { checkpointLines, readCheckpoint } from "../../crawler/dist/checkpoint.js";
import { Frontier } from "../../crawler/dist/frontier.js";
import { KnownUrls } from "../../crawler/dist/known-urls.js";
import { packLines, unpackLines } from "../../crawler/dist/pack-lines.js";

const [urls = 0, hosts = 1] = process.argv.slice(2).map(Number);
const urlOf = (index) => `https://host-${index % hosts}.example.org/library/page-${index}.html`;

/** Bytes in use, in the heap and beside it. */
function used() {
  for (let count = 0; count < 3; count += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function fill(count) {
  const known = new KnownUrls();
  const frontier = new Frontier(known, { connections: 1 });
  for (let index = 0; index < count; index += 1) {
    const url = urlOf(index);
    const referrer = index === 0 ? null : urlOf(Math.floor(index / 10));
    if (!known.has(url)) frontier.add({ url, depth: 1, referrer, attempts: 0 });
  }
  return { known, frontier };
}

/** Processor time since another, in nanoseconds: other programs do not count. */
function cpuNs(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1000;
}

/** Visits all URLs as a crawl does, a host at a time waiting a little; nanoseconds a URL. */
function drain({ known, frontier }) {
  let nowMs = 0;
  const begun = process.cpuUsage();
  for (let step = frontier.next(nowMs); step.kind !== "done"; step = frontier.next(nowMs)) {
    if (step.kind === "wait") {
      nowMs += step.ms;
      continue;
    }
    const { url } = step.entry;
    frontier.hold(url, nowMs + 1);
    known.finish(url);
    frontier.release(url, 1);
  }
  return cpuNs(begun) / urls;
}

drain(fill(2000));
const before = used();
const begun = process.cpuUsage();
const filled = fill(urls);
const addNs = cpuNs(begun) / urls;
let own = 0;
for (let index = 0; index < urls; index += 1) own += urlOf(index).length;
const bytes = (used() - before - own) / urls;

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const packed = await packLines(
  checkpointLines({
    ...{ lines: 0, counts: { retrieved: 0, failed: 0, skips: {}, bytes: 0 }, roots: new Set() },
    urls: filled.known.snapshot([]),
  }),
);
loop.disable();
const blockedMs = loop.max / 1e6;
const read = await readCheckpoint(unpackLines(packed));
const restored = read === null ? 0 : [...read.known.pendingNumbers()].length;
const stepNs = drain(filled);
console.log(JSON.stringify({ bytes, addNs, stepNs, blockedMs, packed: packed.length, restored }));
