import { expect, test } from "vitest";
import { devToolsAddress } from "../../crawler/src/devtools-address.ts";

const of = (capabilities: Readonly<Record<string, unknown>>, endpoint = "http://grid:4444") =>
  devToolsAddress((name) => capabilities[name], endpoint, "PAGE");

test("Grid passes DevTools on at the endpoint's address, whatever it calls itself", () => {
  const cdp = { "se:cdp": "ws://172.17.0.2:4444/session/1/se/cdp" };
  expect(of(cdp)).toEqual({ url: "ws://grid:4444/session/1/se/cdp", attachTo: "PAGE" });
  expect(of(cdp, "https://grid.example/wd/hub")?.url).toBe("wss://grid.example/session/1/se/cdp");
});

test("other servers tell where the browser itself listens", () => {
  const chrome = { "goog:chromeOptions": { debuggerAddress: "localhost:9222" } };
  const url = "ws://localhost:9222/devtools/page/PAGE";
  expect(of(chrome)).toEqual({ url, attachTo: null });
});

test("where nobody tells, there is none", () => {
  expect(of({ "goog:chromeOptions": {} })).toBeNull();
});
