/**
 * Crawls a site on Fargate from a Node.js program: `node crawl-on-fargate.js https://example.com/`. Start it in a checkout of
 * Mayfly, whose `Pulumi.<stack>.yaml` configures the stack; here it is the stack of MAYFLY_STACK, or `example`.
 */
import { environment, type UpEnvironment } from "mayfly";

const urls = process.argv.slice(2);
const stack = process.env["MAYFLY_STACK"] ?? "example";
const here = { stack, workDir: process.cwd() };

// The first Ctrl-C ends what goes on in order, and so does the end of the time; a second one ends the program at once, and
// `mayfly down` takes away what it leaves.
const stopping = new AbortController();
const { signal } = stopping;
const stop = (): void => {
  stopping.abort();
};
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
setTimeout(stop, 900_000).unref();

// Leaving the block takes the environment down, whatever happens in it: nothing is left that costs money.
await using env = await bringUp();

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
process.exitCode = result?.exitCode ?? 1;

async function bringUp(): Promise<UpEnvironment> {
  try {
    return await environment.up({
      ...here,
      signal,
      onEvent: (event) => {
        if (event.type === "environment.finished")
          console.log(`${event.operation} ${event.outcome}`);
      },
    });
  } catch (error) {
    // What it had made by then goes, too.
    await environment.down(here).catch(console.error);
    throw error;
  }
}
