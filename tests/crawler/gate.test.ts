import { describe, expect, test } from "vitest";
import { BrowserUnavailableError } from "../../crawler/src/errors.ts";
import { gateDelayMs, passGate, type Gate } from "../../crawler/src/gate.ts";
import { candidateBases } from "../../crawler/src/gate-probe.ts";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { freePort } from "../helpers/selenium-servers.ts";
import { FakeClock, never, readingOf, RecordingOutput } from "./helpers/fakes.ts";
import { sendJson, servePlain } from "./helpers/plain-server.ts";

const session: BrowserSession = {
  id: "ours",
  open: () => Promise.resolve(),
  hurry: () => Promise.resolve(),
  log: () => Promise.resolve(null),
  read: () => Promise.resolve(readingOf("about:blank")),
  currentUrl: () => Promise.resolve("about:blank"),
  quit: () => Promise.resolve(),
};

function gateAt(endpoint: string, more: Partial<Gate> = {}) {
  const output = new RecordingOutput();
  const clock = new FakeClock();
  const passing = passGate({
    endpoint,
    readyTimeout: 120,
    openSession: () => Promise.resolve(session),
    output,
    clock,
    signal: never,
    ...more,
  });
  return { output, clock, passing };
}

const ready = { value: { ready: true, message: "" } };

test("a starting endpoint is asked six times a second, one that refuses sessions every two seconds, give or take 20 percent", () => {
  const delays = (isRefused: boolean) =>
    [1, 2, 3, 20].map((attempt) => gateDelayMs(attempt, isRefused, 0.5));
  expect(delays(false)).toEqual([100, 150, 150, 150]);
  expect(delays(true)).toEqual([100, 150, 225, 2000]);
  expect(gateDelayMs(1, false, 0)).toBeCloseTo(80);
  expect(gateDelayMs(20, false, 1)).toBeCloseTo(180);
});

test("both dialects are tried, whichever was given", () => {
  expect(candidateBases("http://h:4444/")).toEqual(["http://h:4444", "http://h:4444/wd/hub"]);
  expect(candidateBases("http://h:4444/wd/hub")).toEqual(["http://h:4444/wd/hub", "http://h:4444"]);
});

test("a line is said when the state changes, not at every try", async () => {
  let asked = 0;
  await using server = await servePlain((_request, response) => {
    asked += 1;
    if (asked <= 6) response.writeHead(503).end("starting");
    else if (asked <= 10) sendJson(response, { value: { ready: false, message: "no nodes" } });
    else sendJson(response, ready);
  });
  const { passing, output } = gateAt(server.origin);
  await passing;
  const { host } = new URL(server.origin);
  expect(output.lines).toEqual([
    `[WARNING] ⛔ ${host} answers, but not as WebDriver: HTTP status 503 without a WebDriver status.`,
    `[INFO] ⏳ ${host} is not ready yet: no nodes`,
    `[INFO] ✅ Can communicate with ${host}!`,
  ]);
});

test("a further session says nothing of an endpoint that is ready still, and all of one that was not", async () => {
  let asked = 0;
  await using server = await servePlain((_request, response) => {
    asked += 1;
    if (asked === 2 || asked === 3) response.writeHead(503).end();
    else sendJson(response, ready);
  });
  const { host } = new URL(server.origin);
  const first = gateAt(server.origin, { isOurs: () => true });
  await first.passing;
  expect(first.output.lines).toEqual([]);
  const second = gateAt(server.origin, { isOurs: () => true });
  await second.passing;
  expect(second.output.lines).toEqual([
    expect.stringContaining(`${host} answers, but not as WebDriver`) as string,
    `[INFO] ✅ Can communicate with ${host}!`,
  ]);
});

describe("the base that answered is the one to use:", () => {
  test.each([
    [404, "text/html", "<h1>Not found</h1>"],
    [400, "application/json", '{"value":{"error":"unknown command"}}'],
    [200, "text/html", "<h1>Welcome</h1>"],
  ])("/wd/hub after %i %s", async (status, type, body) => {
    await using server = await servePlain((request, response) => {
      if (request.url === "/wd/hub/status") sendJson(response, ready);
      else response.writeHead(status, { "content-type": type }).end(body);
    });
    const { base } = await gateAt(server.origin).passing;
    expect(base).toBe(`${server.origin}/wd/hub`);
  });

  test("the root when there is no /wd/hub, though it was given", async () => {
    await using server = await servePlain((request, response) => {
      if (request.url === "/status") sendJson(response, ready);
      else response.writeHead(404).end();
    });
    const { base } = await gateAt(`${server.origin}/wd/hub`).passing;
    expect(base).toBe(server.origin);
  });
});

test("sessions that a dead crawler left in the slots are deleted", async () => {
  let isStale = true;
  await using server = await servePlain((request, response) => {
    if (request.method === "DELETE") {
      isStale = false;
      sendJson(response, { value: null });
    } else if (isStale) {
      const slots = [{ session: { sessionId: "0f-stale" } }, { session: null }];
      sendJson(response, { value: { ready: false, message: "full", nodes: [{ slots }] } });
    } else {
      sendJson(response, ready);
    }
  });
  await gateAt(server.origin).passing;
  expect(server.requests).toContain("DELETE /session/0f-stale");
});

describe("sessions that others left at an endpoint with free slots are deleted before the first is opened,", () => {
  test.each([
    [
      "Grid 4",
      { ready: true, nodes: [{ slots: [{ stereotype: {}, session: { sessionId: "0f-left" } }] }] },
      null,
    ],
    ["chromedriver", { ready: true }, [{ id: "0f-left", capabilities: {} }]],
    ["Selenium 3", { ready: true }, [{ id: "0f-left", capabilities: { browserName: "chrome" } }]],
  ])("%s", async (_name, status, sessions) => {
    await using server = await servePlain((request, response) => {
      if (request.url === "/sessions") sendJson(response, { value: sessions });
      else sendJson(response, { value: request.method === "DELETE" ? null : status });
    });
    const opened: string[] = [];
    const { passing, output } = gateAt(server.origin, {
      openSession: () => {
        opened.push(...server.requests);
        return Promise.resolve(session);
      },
    });
    await passing;
    expect(opened).toContain("DELETE /session/0f-left");
    expect(output.lines).toContain(
      `[INFO] Ended a session that was left at ${new URL(server.origin).host}.`,
    );
  });

  test("but not when a session is replaced: another may be opened at the same time", async () => {
    await using server = await servePlain((_request, response) =>
      sendJson(response, {
        value: {
          ready: true,
          nodes: [{ slots: [{ stereotype: {}, session: { sessionId: "b" } }] }],
        },
      }),
    );
    await gateAt(server.origin, { isOurs: () => false }).passing;
    expect(server.requests).toEqual(["GET /status"]);
  });
});

test("only an open session is the proof: it is tried again, and a reason is said once", async () => {
  await using server = await servePlain((_request, response) => sendJson(response, ready));
  let tries = 0;
  const { passing, output } = gateAt(server.origin, {
    openSession: () => {
      tries += 1;
      return tries < 4 ? Promise.reject(new Error("no browser\nstack")) : Promise.resolve(session);
    },
  });
  expect((await passing).session).toBe(session);
  expect(output.lines.filter((line) => line.includes("no browser"))).toHaveLength(1);
});

describe("at the deadline", () => {
  test("one sentence says what was seen last", async () => {
    const { passing, output } = gateAt(`http://127.0.0.1:${await freePort()}`, { readyTimeout: 5 });
    const error = await passing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BrowserUnavailableError);
    expect(String(error)).toMatch(
      /^\w+: No WebDriver session at .* within 5 seconds: ECONNREFUSED$/,
    );
    expect(output.lines.map((line) => line.replace(/127\S+\d/, "HOST"))).toEqual([
      "[WARNING] ⛔ Unable to communicate with HOST.",
      "[ERROR] 🚨 Failed to connect to HOST!",
    ]);
  });

  test("a session that does not open in time is not waited for", async () => {
    await using server = await servePlain((_request, response) => sendJson(response, ready));
    const clock = new FakeClock();
    const limits: number[] = [];
    const { passing } = gateAt(server.origin, {
      readyTimeout: 5,
      clock,
      openSession: (_base, withinMs) => {
        limits.push(withinMs);
        clock.nowMs += withinMs;
        return Promise.reject(new Error("too late"));
      },
    });
    await expect(passing).rejects.toThrow(
      "within 5 seconds: it is ready, but opens no session: too late",
    );
    expect(limits).toEqual([5000]);
  });
});

test("a signal ends the wait at once, also while a session is being opened", async () => {
  await using server = await servePlain((_request, response) => sendJson(response, ready));
  const stopping = new AbortController();
  let hasQuit = false;
  let open = (): void => undefined;
  const { passing } = gateAt(server.origin, {
    signal: stopping.signal,
    openSession: async () => {
      // As a signal comes: some time after the session was asked for.
      queueMicrotask(() => stopping.abort(new Error("stopped")));
      await new Promise<void>((resolve) => {
        open = resolve;
      });
      return { ...session, quit: () => Promise.resolve(void (hasQuit = true)) };
    },
  });
  await expect(passing).rejects.toThrow("stopped");
  open();
  await expect.poll(() => hasQuit).toBe(true);
});
