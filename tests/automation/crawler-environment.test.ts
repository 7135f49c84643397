import { describe, expect, test } from "vitest";
import { checkTogether, crawlerEnvironment } from "../../automation/crawler-environment.ts";

const urls = ["https://example.com/"];

describe("what the crawler would refuse of its environment is refused before anything starts:", () => {
  test("an order that --prefer has no place in", () => {
    const environment = crawlerEnvironment({ urls, order: "depth", prefer: ["/a"] });
    expect(() => {
      checkTogether({}, environment);
    }).toThrow('Expected the order priority with --prefer, but got "depth" for --order.');
  });

  test("the same where one of them comes by --env, on Docker and on Fargate", () => {
    const environment = { MAYFLY_ORDER: "breadth" };
    const settled = crawlerEnvironment({ urls, prefer: ["/a"] });
    for (const place of [{ docker: { environment } }, { launch: { environment } }]) {
      expect(() => {
        checkTogether(place, settled);
      }).toThrow('but got "breadth" for --order.');
    }
  });

  test("a value that comes by --env", () => {
    const environment = { MAYFLY_MAX_PAGES: "many", OTHER: "anything" };
    expect(() => {
      checkTogether({ launch: { environment } }, crawlerEnvironment({ urls }));
    }).toThrow(/^Expected a whole number .* for MAYFLY_MAX_PAGES, but got "many"\.$/);
  });

  test("a browser's argument that leads it past the crawl's network", () => {
    expect(() => {
      checkTogether({ browserArguments: ["--no-proxy-server"] }, {});
    }).toThrow('for browserArguments, but got "--no-proxy-server".');
  });
});

test("what an option of the crawl says stands, whatever --env says", () => {
  const environment = { MAYFLY_ORDER: "depth", MAYFLY_MAX_PAGES: "" };
  const settled = crawlerEnvironment({ urls, order: "priority", prefer: ["/a"] });
  expect(() => {
    checkTogether({ docker: { environment } }, settled);
  }).not.toThrow();
});
