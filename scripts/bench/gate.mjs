import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { ensureBrowser } from "../lib/browser.mjs";
import { say } from "../lib/say.mjs";
import { handLoop, mayfly, seed } from "./crawl/contestants.mjs";
import { freePort } from "./crawl/free-port.mjs";
import { startSite } from "./crawl/site.mjs";
import { median } from "./turns.mjs";

const goalMs = 300;
const rounds = 11;
/** A Selenium server takes so long to start, with one processor or two: 2.5 to 4.5 s. */
const startMs = (round) => 2500 + (2000 * ((round * 7) % rounds)) / rounds;

/**
 * Milliseconds from when Selenium is ready until the crawler's first command, a new session. A chromedriver that runs stands
 * behind a port that opens late, so that both moments are known to the millisecond.
 */
export async function gateBench() {
  const pair = await ensureBrowser();
  const site = await startSite(1);
  const port = await freePort();
  const driver = spawn(pair.driver, [`--port=${port}`], { stdio: "ignore" });
  const times = new Map([mayfly, handLoop, seed].map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      say("bench", `ready to first command, round ${round + 1} of ${rounds}`);
      for (const contestant of [mayfly, handLoop, seed]) {
        const ms = await readyToFirstCommand(contestant, { port, url: site.url, pair, round });
        times.get(contestant.name)?.push(ms);
      }
    }
  } finally {
    driver.kill();
    site.close();
  }
  for (const [name, values] of times) {
    const [middle, most] = [median(values), Math.max(...values)].map((ms) => ms.toFixed(0));
    console.log(`Ready to first command, ${name}: median ${middle} ms, at most ${most} ms`);
  }
  const isMet = median(times.get(mayfly.name) ?? []) <= goalMs;
  console.log(`${isMet ? "✔" : "✖"} at most ${goalMs} ms, as a median of ${rounds}`);
  if (!isMet) process.exitCode = 1;
}

/** @returns {Promise<number>} */
async function readyToFirstCommand(contestant, { port, url, pair, round }) {
  const publicPort = await freePort();
  let firstMs = 0;
  const door = createServer((request, response) => {
    if (request.method === "POST" && firstMs === 0) firstMs = performance.now();
    const { method, url: path, headers } = request;
    const onward = ask({ port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward.once("error", () => response.destroy()));
  });
  const endpoint = `http://127.0.0.1:${publicPort}`;
  const { args, env } = contestant.command({ endpoint, url, sessions: 1, pages: 1 });
  const child = spawn(process.execPath, args, {
    env: { ...process.env, MAYFLY_BROWSER_BINARY: pair.browser, ...env },
    stdio: "ignore",
  });
  try {
    await delay(startMs(round));
    const readyMs = performance.now();
    door.listen(publicPort, "127.0.0.1");
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`${contestant.name} ended with exit code ${code}.`);
    return firstMs - readyMs;
  } finally {
    child.kill("SIGKILL");
    door.close();
    door.closeAllConnections();
  }
}
