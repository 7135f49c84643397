import { describe, expect, test } from "vitest";
import type { Scope } from "../../crawler/src/config.ts";
import { GivenRequests, type RequestSettings } from "../../crawler/src/given-requests.ts";

const given = (changes: Partial<RequestSettings>): GivenRequests =>
  new GivenRequests({
    ...{ urls: ["https://www.example.com/start"], sitemaps: [], scope: "same-hostname" },
    ...{ header: ["X-Key: 1"], cookie: [], basicAuth: undefined },
    ...changes,
  });

const hosts = {
  start: "https://www.example.com/other",
  port: "https://www.example.com:8443/",
  plain: "http://www.example.com/",
  sister: "https://api.example.com/",
  lookalike: "https://www.example.com.evil.net/",
  hidden: "https://evil.net/?u=https://www.example.com/",
  named: "https://www.example.com@evil.net/",
  elsewhere: "https://evil.net/",
};

describe("a header goes to what is in scope, and to no third party:", () => {
  test.each<[Scope, (keyof typeof hosts)[]]>([
    ["page", ["start"]],
    ["same-origin", ["start"]],
    ["same-hostname", ["start", "port"]],
    ["same-domain", ["start", "port", "sister"]],
    ["any", ["start", "port"]],
  ])("%s", (scope, expected) => {
    const requests = given({ scope });
    const asked = Object.entries(hosts).filter(([, url]) => "x-key" in requests.headers(url));
    expect(asked.map(([name]) => name)).toEqual(expected);
  });
});

test("over http it goes only where the crawl begins with http", () => {
  const requests = given({ urls: ["https://a.org/", "http://b.org/"] });
  expect(requests.headers("http://b.org/x")).toEqual({ "x-key": "1" });
  expect(requests.headers("https://b.org/x")).toEqual({ "x-key": "1" });
  expect(requests.headers("http://a.org/x")).toEqual({});
});

test("the host of a sitemap is one of the crawl's", () => {
  const requests = given({ urls: [], sitemaps: ["https://a.org/sitemap.xml"] });
  expect(requests.headers("https://a.org/x")).toEqual({ "x-key": "1" });
});

test("a password goes to the start hosts alone, and a header of the same name comes before it", () => {
  const settings = { scope: "same-domain", basicAuth: "mé:pass" } as const;
  const authorization = "Basic bcOpOnBhc3M=";
  expect(given(settings).headers(hosts.start)).toEqual({ "x-key": "1", authorization });
  expect(given(settings).headers(hosts.sister)).toEqual({ "x-key": "1" });
  const both = given({ ...settings, header: ["Authorization: Bearer 1"] });
  expect(both.headers(hosts.start)).toEqual({ authorization: "Bearer 1" });
});

test("who has no jar gets the cookies by domain, path and protocol", () => {
  const requests = given({
    header: [],
    cookie: ["a=1", "b=2; Domain=example.com", "c=3; Path=/sub", "d=4; Secure"],
    urls: ["http://www.example.com/"],
  });
  const cookieOf = (url: string): string | undefined => requests.headersWithCookies(url)["cookie"];
  expect(cookieOf("http://www.example.com/subway")).toBe("a=1; b=2");
  expect(cookieOf("https://www.example.com/sub/x")).toBe("a=1; b=2; c=3; d=4");
  expect(cookieOf("http://api.example.com/")).toBe("b=2");
  expect(cookieOf("http://badexample.com/")).toBeUndefined();
});

test("the browser gets a cookie without a domain for each start host, and one with a domain once", () => {
  const { cookies } = given({
    urls: ["https://a.org/x", "https://a.org/y", "https://b.org/"],
    cookie: ["a=1", "b=2; Domain=c.org"],
  });
  expect(cookies.map(({ url, cookie }) => [cookie.name, url])).toEqual([
    ["a", "https://a.org/y"],
    ["a", "https://b.org/"],
    ["b", "https://a.org/y"],
  ]);
});

test("no request is held up where no header is given", () => {
  expect(given({ header: [] }).patterns).toEqual([]);
  expect(given({ scope: "same-domain" }).patterns).toContain("*://*example.com/*");
});
