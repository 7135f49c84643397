/** Crawls a site from a Node.js program: `node crawl.js http://127.0.0.1:8080/`. */
import { run } from "mayfly";

const urls = process.argv.slice(2);

// The first Ctrl-C stops the task in order, and so does the end of the time; a second one ends the program at once.
const stopping = new AbortController();
const stop = (): void => {
  stopping.abort();
};
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
setTimeout(stop, 120_000).unref();

// Leaving the block stops the task if it still runs, whatever happens in it.
await using crawl = await run({ urls, maxPages: 20, signal: stopping.signal });

for await (const event of crawl) {
  if (event.type === "task.transition") console.log(`${event.to} (${event.source})`);
  if (event.type === "page")
    console.log(`${String(event.status ?? "-")} ${event.url} "${event.title ?? ""}"`);
}

const result = await crawl.finished;
console.log(`${result?.outcome.kind ?? "left"}: ${String(result?.record.pages.retrieved)} pages`);
console.log(crawl.recordPath);
process.exitCode = result?.exitCode ?? 1;
