/**
 * Crawls a site on Fargate from a Node.js program: `node crawl-on-fargate.js https://example.com/`. Start it in a checkout of
 * Mayfly, whose `Pulumi.<stack>.yaml` configures the stack; here it is the stack of MAYFLY_STACK, or `example`.
 */
import { environment } from "mayfly";

const urls = process.argv.slice(2);
const stack = process.env["MAYFLY_STACK"] ?? "example";
const signal = AbortSignal.timeout(900_000);

// Leaving the block takes the environment down, whatever happens in it: nothing is left that costs money.
await using env = await environment.up({
  stack,
  workDir: process.cwd(),
  signal,
  onEvent: (event) => {
    if (event.type === "environment.finished") console.log(`${event.operation} ${event.outcome}`);
  },
});

// The task is stopped before that, if it still runs.
await using crawl = await env.run({ urls, maxPages: 10, signal });

for await (const event of crawl) {
  if (event.type === "task.transition") console.log(`${event.to} (${event.source})`);
  if (event.type === "page")
    console.log(`${String(event.status ?? "-")} ${event.url} "${event.title ?? ""}"`);
}

const result = await crawl.finished;
console.log(`${result?.outcome.kind ?? "left"}: ${String(result?.record.pages.retrieved)} pages`);
console.log(crawl.recordPath);
