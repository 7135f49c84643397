import { expect, test } from "vitest";
import { BrowserUnavailableError } from "../../crawler/src/errors.ts";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { Sessions, type SessionsOptions } from "../../crawler/src/sessions.ts";
import { never, readingOf, RecordingOutput } from "./helpers/fakes.ts";

/** Sessions whose pages load when they are told to. */
function fakeSessions(more: Partial<SessionsOptions> = {}) {
  const output = new RecordingOutput();
  const loads: { readonly id: string; readonly end: (error?: Error) => void }[] = [];
  const quits: string[] = [];
  let opened = 0;
  const open = (): BrowserSession => {
    opened += 1;
    const id = String(opened);
    return {
      id,
      open: async () => {
        await new Promise<void>((resolve, reject) => {
          loads.push({
            id,
            end: (error) => {
              if (error === undefined) resolve();
              else reject(error);
            },
          });
        });
      },
      hurry: () => Promise.resolve(),
      log: () => Promise.resolve(null),
      read: () => Promise.resolve(readingOf("http://a.org/")),
      currentUrl: () => Promise.resolve("about:blank"),
      quit: () => Promise.resolve(void quits.push(id)),
    };
  };
  const sessions = new Sessions({
    first: open(),
    most: 2,
    open: () => Promise.resolve(open()),
    isMemoryShort: () => Promise.resolve(false),
    output,
    stopping: never,
    ...more,
  });
  const endNext = async (error?: Error) => {
    while (loads.length === 0) await Promise.resolve();
    loads.shift()?.end(error);
  };
  return { sessions, output, loads, quits, endNext, opened: () => opened };
}

test("sessions that will be needed soon are opened before a page asks for them", async () => {
  const { sessions, opened, quits } = fakeSessions({ most: 3 });
  sessions.warmUp();
  await sessions.close();
  expect([opened(), quits]).toEqual([3, ["1", "2", "3"]]);
});

test("a session that cannot be had before it is needed costs the crawl nothing else", async () => {
  const { sessions, endNext, output } = fakeSessions({
    open: () => Promise.reject(new BrowserUnavailableError("no slot")),
  });
  sessions.warmUp();
  const both = [sessions.visit("http://a.org/1"), sessions.visit("http://a.org/2")];
  await endNext();
  await endNext();
  expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(["document", "document"]);
  expect(sessions.capacity).toBe(1);
  expect(output.lines.join()).toContain("Going on with one session");
});

test("a second session is opened when two pages are visited at once, not before", async () => {
  const { sessions, opened, endNext } = fakeSessions();
  const alone = sessions.visit("http://a.org/1");
  await endNext();
  await alone;
  expect(opened()).toBe(1);
  const both = [sessions.visit("http://a.org/2"), sessions.visit("http://a.org/3")];
  await endNext();
  await endNext();
  await Promise.all(both);
  expect([opened(), sessions.capacity, sessions.has("2"), sessions.has("3")]).toEqual([
    ...[2, 2],
    ...[true, false],
  ]);
});

test("more pages than sessions wait for one that is free", async () => {
  const { sessions, opened, loads, endNext } = fakeSessions();
  const all = [1, 2, 3, 4].map((page) => sessions.visit(`http://a.org/${String(page)}`));
  await endNext();
  await endNext();
  await endNext();
  await endNext();
  expect(await Promise.all(all)).toHaveLength(4);
  expect([opened(), loads.length]).toEqual([2, 0]);
});

test("a session that cannot be had makes the crawl slower, and loses no page", async () => {
  const { sessions, output, endNext } = fakeSessions({
    open: () => Promise.reject(new BrowserUnavailableError("no slot")),
  });
  const all = [1, 2, 3].map((page) => sessions.visit(`http://a.org/${String(page)}`));
  await endNext();
  await endNext();
  await endNext();
  expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual([
    ...["document", "document", "document"],
  ]);
  expect(sessions.capacity).toBe(1);
  expect(output.lines).toEqual(["[WARNING] ⛔ Going on with one session: no slot."]);
});

test("the last session that cannot be replaced ends the crawl", async () => {
  const { sessions, endNext } = fakeSessions({
    most: 1,
    open: () => Promise.reject(new BrowserUnavailableError("no browser")),
  });
  const lost = sessions.visit("http://a.org/1");
  await endNext(new Error("tab crashed"));
  expect(await lost).toMatchObject({ code: "browserCrash" });
  await expect(sessions.visit("http://a.org/2")).rejects.toThrow("no browser");
});

test("when memory is short, a session that has shown many pages is given up, the last one replaced", async () => {
  let isShort = false;
  const { sessions, output, quits, endNext, opened } = fakeSessions({
    isMemoryShort: () => Promise.resolve(isShort),
  });
  const visitBoth = async () => {
    const both = [sessions.visit("http://a.org/1"), sessions.visit("http://a.org/2")];
    await endNext();
    await endNext();
    await Promise.all(both);
  };
  for (let page = 0; page < 20; page += 1) await visitBoth();
  isShort = true;
  await visitBoth();
  expect([sessions.capacity, quits.length]).toEqual([1, 2]);
  expect(output.lines).toEqual([
    "[WARNING] ⛔ Going on with one session: memory is nearly used up.",
    "[INFO] Memory is nearly used up: going on with a new session.",
  ]);
  await visitBoth();
  expect(opened()).toBe(3);
});
