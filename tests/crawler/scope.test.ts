import { describe, expect, test } from "vitest";
import type { Scope } from "../../crawler/src/config.ts";
import { CrawlScope } from "../../crawler/src/scope.ts";

const root = "https://www.example.co.uk:8443/start";

describe("from one root,", () => {
  test.each<[Scope, string, "in" | "out"]>([
    ["page", root, "in"],
    ["page", "https://www.example.co.uk:8443/other", "out"],
    ["same-origin", "https://www.example.co.uk:8443/other", "in"],
    ["same-origin", "http://www.example.co.uk:8443/other", "out"],
    ["same-hostname", "http://www.example.co.uk/other", "in"],
    ["same-hostname", "https://example.co.uk/", "out"],
    ["same-domain", "http://shop.example.co.uk/", "in"],
    ["same-domain", "http://other.co.uk/", "out"],
    ["any", "http://other.org/", "in"],
  ])("the scope %s has %s: %s", (scope, url, expected) => {
    const crawlScope = new CrawlScope(scope, [], []);
    crawlScope.addRoot(root);
    expect(crawlScope.refusal(url)).toBe(expected === "in" ? null : "outOfScope");
  });

  test("hosts without a registrable domain are compared as they are", () => {
    const scope = new CrawlScope("same-domain", [], []);
    scope.addRoot("http://127.0.0.1:8000/");
    expect(scope.refusal("http://127.0.0.1:9000/")).toBeNull();
    expect(scope.refusal("http://127.0.0.2:8000/")).toBe("outOfScope");
    expect(scope.refusal("http://localhost:8000/")).toBe("outOfScope");
  });
});

test("an excluded link is refused also when it is included", () => {
  const scope = new CrawlScope("any", ["/docs/**"], ["/docs/old/**"]);
  expect(scope.refusal("http://a.org/docs/new")).toBeNull();
  expect(scope.refusal("http://a.org/docs/old/x")).toBe("excluded");
  expect(scope.refusal("http://a.org/blog")).toBe("excluded");
});
