import { Socket } from "node:net";
import { expect, test } from "vitest";
import type { Connect } from "../../crawler/src/route.ts";
import { RouteFailures } from "../../crawler/src/route-failures.ts";
import { never } from "./helpers/fakes.ts";

const stream = new Socket();
const to = (host: string, port = 80) => ({ host, port });

test("the last failure of a destination is known by any of its URLs, until a connection succeeds", async () => {
  const failures = new RouteFailures();
  let answer: Promise<Socket> = Promise.reject(new Error("first"));
  const connect = failures.watch(() => answer);
  await expect(connect(to("a.test"), never)).rejects.toThrow("first");
  answer = Promise.reject(new Error("second"));
  await expect(connect(to("A.test"), never)).rejects.toThrow("second");
  expect(failures.of("http://a.test/any?thing")).toMatchObject({ message: "second" });
  expect(failures.of("http://a.test:8080/")).toBeUndefined();
  expect(failures.of("https://a.test/")).toBeUndefined();
  answer = Promise.resolve(stream);
  await connect(to("a.test"), never);
  expect(failures.of("http://a.test/")).toBeUndefined();
});

test("IPv6 addresses and default ports are the same in a URL and in a destination", async () => {
  const failures = new RouteFailures();
  const connect = failures.watch(() => Promise.reject(new Error("no")));
  for (const port of [80, 443]) await connect(to("::1", port), never).catch(() => undefined);
  expect(failures.of("http://[::1]/")).toBeInstanceOf(Error);
  expect(failures.of("https://[0:0::1]/")).toBeInstanceOf(Error);
});

test("a client that went away says nothing of the destination", async () => {
  const failures = new RouteFailures();
  const gone = new AbortController();
  const waits: Connect = async (_to, signal) =>
    await new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("gone")));
    });
  const connecting = failures.watch(waits)(to("a.test"), gone.signal);
  gone.abort();
  await expect(connecting).rejects.toThrow("gone");
  expect(failures.of("http://a.test/")).toBeUndefined();
});

test("a crawl over any number of broken hosts remembers the last thousand", async () => {
  const failures = new RouteFailures();
  const connect = failures.watch(() => Promise.reject(new Error("no")));
  for (let host = 0; host < 1500; host += 1) {
    await connect(to(`h${String(host)}.test`), never).catch(() => undefined);
  }
  expect(failures.of("http://h0.test/")).toBeUndefined();
  expect(failures.of("http://h499.test/")).toBeUndefined();
  expect(failures.of("http://h500.test/")).toBeInstanceOf(Error);
});
