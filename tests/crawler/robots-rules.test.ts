import { expect, test } from "vitest";
import { RobotsRules } from "../../crawler/src/robots-rules.ts";

const origin = "https://a.org";
const allows = (text: string, path: string, token = "mayfly"): boolean =>
  new RobotsRules(text, token).allows(origin + path);

/** https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2, -2.2.3, and Google's examples of wildcards. */
test.each<[pattern: string, matched: readonly string[], others: readonly string[]]>([
  ["/fish", ["/fish", "/fish.html", "/fish/a", "/fishheads", "/fish?id=1"], ["/Fish", "/a/fish"]],
  ["/fish/", ["/fish/", "/fish/?a"], ["/fish", "/fish.html"]],
  ["/*.php", ["/a.php", "/a/b.php?x", "/.php", "/a.php5"], ["/", "/a.PHP"]],
  ["/*.php$", ["/a.php", "/a/b.php", "/a.php.php"], ["/a.php?x", "/a.php/", "/a.php5"]],
  ["/fish*.php", ["/fish.php", "/fishheads/a.php?x"], ["/Fish.PHP", "/fish"]],
  ["/a*b*c$", ["/abc", "/axbxcc", "/abcabc"], ["/abcd", "/acb"]],
  ["/a*$", ["/a", "/ab"], ["/b"]],
  ["/a**b", ["/ab", "/axb"], ["/b"]],
  ["/ab$", ["/ab"], ["/abb", "/a"]],
  ["/aba*ba$", ["/ababa"], ["/aba"]],
  ["/$", ["/"], ["/a"]],
  ["/a$b", ["/a$b", "/a$bc"], ["/a"]],
  ["*/x", ["/x", "/a/x"], ["/a"]],
  ["*", ["/", "/a"], []],
  ["/?q=*&r", ["/?q=1&r", "/?q=&r"], ["/?q=1"]],
  ["/%7Ejoe", ["/~joe", "/%7ejoe"], ["/joe"]],
  ["/ä", ["/%C3%A4", "/%c3%a4", "/ä"], ["/%E4"]],
  ["/a%2fb", ["/a%2Fb"], ["/a/b"]],
  ["/a b", ["/a%20b"], ["/a"]],
  ["/100%", ["/100%", "/100%25"], ["/100"]],
])("%s matches %j, and not %j", (pattern, matched, others) => {
  const text = `User-agent: *\nDisallow: ${pattern}`;
  const refused = [...matched, ...others].filter((path) => !allows(text, path));
  expect(refused).toEqual(matched);
});

test("the longest rule decides, and of equals the one that allows, wherever they stand", () => {
  const text = "User-agent: *\nDisallow: /\nAllow: /open\nDisallow: /open/not\nAllow: /open/no*";
  expect(["/", "/open", "/open/not", "/open/now"].map((path) => allows(text, path))).toEqual([
    ...[false, true, true, true],
  ]);
});

test("a group counts for each name before its rules, and groups of one name are one", () => {
  const text = [
    ...["User-agent: one", "User-agent: Two/2.0 # both", "", "Sitemap: /s", "Disallow: /a"],
    ...["User-agent: two", "Disallow: /b", "User-agent: *", "Disallow: /"],
  ].join("\r");
  const seen = (token: string) => ["/a", "/b", "/c"].map((path) => allows(text, path, token));
  expect(seen("one")).toEqual([false, true, true]);
  expect(seen("two")).toEqual([false, false, true]);
  expect(seen("three")).toEqual([false, false, false]);
});

test("a group without a rule is for its agent, too: nothing is refused", () => {
  expect(allows("User-agent: *\nDisallow: /\nUser-agent: mayfly", "/")).toBe(true);
});

test.each([
  ["Crawl-delay: 3", 3],
  ["crawl-delay : 0.5 # seconds", 0.5],
  ["Crawl-delay: -1", 0],
  ["Crawl-delay: soon", 0],
  ["Crawl-delay:", 0],
  ["Crawl-delay: 3\nCrawl-delay: x", 3],
])("%j makes a delay of %d s", (lines, seconds) => {
  expect(new RobotsRules(`User-agent: *\n${lines}`, "mayfly").crawlDelay).toBe(seconds);
});

test("wildcards without end cost no more time than their number and the path's length", () => {
  const text = `User-agent: *\n${"Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n".repeat(12_000)}`;
  const path = `/${"a".repeat(100_000)}`;
  const before = process.cpuUsage();
  expect(allows(text, path)).toBe(true);
  const { user } = process.cpuUsage(before);
  // By trying each place for each wildcard it would be minutes of the processor's time; it is some hundredths of a second.
  expect(user / 1e6).toBeLessThan(10);
});
