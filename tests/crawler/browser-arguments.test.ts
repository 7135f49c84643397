import { expect, test } from "vitest";
import { browserArguments } from "../../crawler/src/browser-arguments.ts";

const featuresOf = (list: readonly string[]): string[] => {
  const lists = list.filter((text) => text.startsWith("--disable-features="));
  expect(lists).toHaveLength(1);
  return (lists[0] ?? "").replace(/.*=/, "").split(",");
};

test("pages that were left are not kept, and pages of one site share a frame", () => {
  expect(featuresOf(browserArguments({ userAgent: undefined, browserArguments: [] }))).toEqual(
    expect.arrayContaining(["BackForwardCache", "RenderDocument"]),
  );
});

test("features that the crawl is to do without join those that it does without anyway", () => {
  const given = ["--disable-features=One,Translate", "--lang=de", "--disable-features=Two"];
  const list = browserArguments({ userAgent: undefined, browserArguments: given });
  const features = featuresOf(list);
  expect(features).toEqual(expect.arrayContaining(["BackForwardCache", "One", "Two"]));
  expect(features.filter((name) => name === "Translate")).toHaveLength(1);
  expect(list.at(-1)).toBe("--lang=de");
});

test("given arguments come last, since the browser takes the last of a name", () => {
  const list = browserArguments({ browserArguments: ["--window-size=800,600"], userAgent: "ours" });
  expect(list.at(-1)).toBe("--window-size=800,600");
  expect(list).toContain("--user-agent=ours");
});

test("given arguments cannot take the browser past its only way to the network", () => {
  const given = ["--proxy-server=http://127.0.0.1:1"];
  const list = browserArguments({ userAgent: undefined, browserArguments: given, socksPort: 1080 });
  const proxies = list.filter((text) => text.startsWith("--proxy-server="));
  expect(proxies.at(-1)).toBe("--proxy-server=socks5://127.0.0.1:1080");
});
