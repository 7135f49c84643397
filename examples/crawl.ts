/** Crawls a site from a Node.js program: `node crawl.js http://127.0.0.1:8080/`. */
import { run } from "mayfly";

const urls = process.argv.slice(2);

// Leaving the block stops the task if it still runs, whatever happens in it.
await using crawl = await run({ urls, maxPages: 20, signal: AbortSignal.timeout(120_000) });

for await (const event of crawl) {
  if (event.type === "task.transition") console.log(`${event.to} (${event.source})`);
  if (event.type === "page")
    console.log(`${String(event.status ?? "-")} ${event.url} "${event.title ?? ""}"`);
}

const result = await crawl.finished;
console.log(`${result?.outcome.kind ?? "left"}: ${String(result?.record.pages.retrieved)} pages`);
console.log(crawl.recordPath);
