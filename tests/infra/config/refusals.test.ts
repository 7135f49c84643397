import { describe, expect, test } from "vitest";
import { environmentNames } from "../../../crawler/src/contract.ts";
import { logRetentionDays } from "../../../infra/config/log-retention.ts";
import { problemsOf } from "../helpers/config.ts";

const retention = logRetentionDays.join(", ");
const { endpoint, browserBinary, urlLists: _, ...settings } = environmentNames;
const settingNames = Object.values(settings).join(", ");
const tagForm =
  "names of up to 128 and texts of up to 256 letters, digits, spaces and _.:/=+-@, not beginning with aws: or mayfly:,";

/** Value, and what was expected for the key. */
const scalars: Readonly<Record<string, readonly [expected: string, ...values: string[]]>> = {
  seleniumImage: ["an image with a tag or a digest", "selenium/standalone-chrome", "Chrome:4"],
  seleniumVersion: ["auto, 3 or 4", "5", "four"],
  family: ["1 to 255 letters, digits, - and _", "a.b", "a b", "x".repeat(256)],
  cpu: ["a whole number of CPU units", "0", "-256", "0.25", "256m"],
  memory: ["a whole number of MiB", "0", "1GB"],
  ephemeralStorage: ["20 to 200 GiB", "19", "201", "20.5"],
  cpuArchitecture: ["X86_64 or ARM64", "x86_64", "amd64"],
  privateImage: ["true or false", "yes"],
  taskEvents: ["true or false", "1"],
  assignPublicIp: ["true or false", "ENABLED"],
  capacity: ["onDemand, spot or spotPreferred", "FARGATE_SPOT"],
  containerInsights: ["disabled, enabled or enhanced", "on"],
  logRetentionDays: [`${retention} days, which CloudWatch has,`, "2", "0", "week"],
  resultsRetentionDays: ["1 to 3650 days", "0", "3651"],
  ttl: ["10m to 365d, such as 90m, 24h or 7d, or never,", "9m", "366d", "tomorrow"],
  seleniumEnvironment: ["names of letters, digits and _ with texts", "SE_A=1", "[1]"],
  crawlerEnvironment: [`names among ${settingNames} with texts`, "MAYFLY_DELAY=1"],
  tags: [tagForm, "team", "7"],
};

describe.each(Object.entries(scalars))("%s", (key, [expected, ...values]) => {
  test.each(values)("refuses %j", (value) => {
    expect(problemsOf({ [key]: value })).toEqual([
      `Expected ${expected} for ${key}, but got ${JSON.stringify(value)}.`,
    ]);
  });
});

describe("an entry is refused by itself:", () => {
  test.each([
    ["seleniumEnvironment", "names of letters, digits and _ with texts", { "SE-OPTS": "1" }],
    ["seleniumEnvironment", "names of letters, digits and _ with texts", { SE_OPTS: ["1"] }],
    ["crawlerEnvironment", `names among ${settingNames} with texts`, { MAYFLY_PAGES: "1" }],
    ["crawlerEnvironment", `names among ${settingNames} with texts`, { [endpoint]: "http://a" }],
    ["crawlerEnvironment", `names among ${settingNames} with texts`, { [browserBinary]: "/bin/x" }],
    ["tags", tagForm, { "mayfly:stack": "other" }],
    ["tags", tagForm, { "AWS:x": "1" }],
    ["tags", tagForm, { team: "a&b" }],
    ["tags", tagForm, { ["x".repeat(129)]: "1" }],
    ["tags", tagForm, { x: "y".repeat(257) }],
    ["tags", tagForm, { "": "1" }],
  ])("%s", (key, expected, entry) => {
    const sentence = `Expected ${expected} for ${key}, but got ${JSON.stringify(entry)}.`;
    expect(problemsOf({ [key]: JSON.stringify({ ...entry }) })).toEqual([sentence]);
  });
});

test("a name of the Selenium container's environment may be lower-case, as those of proxies are", () => {
  expect(problemsOf({ seleniumEnvironment: '{"no_proxy": "a", "SE_X1": "b"}' })).toEqual([]);
});

describe("a crawl's default is refused as the crawler would refuse it:", () => {
  test.each([
    ["MAYFLY_MAX_PAGES", "lots", 'a whole number from 1 to 10000000 for %, but got "lots".'],
    ["MAYFLY_DELAY", "soon", 'a number of seconds from 0 to 3600 for %, but got "soon".'],
    ["MAYFLY_ROBOTS", "no", 'true or false for %, but got "no".'],
    ["MAYFLY_URLS", "a.example", 'an absolute http or https URL for %, but got "a.example".'],
  ])("%s=%s", (name, value, rest) => {
    const sentence = `Expected ${rest.replace("%", `crawlerEnvironment.${name}`)}`;
    expect(problemsOf({ crawlerEnvironment: JSON.stringify({ [name]: value }) })).toEqual([
      sentence,
    ]);
  });

  test("nothing is as good as no default, as it is to the crawler", () => {
    const values = { MAYFLY_MAX_PAGES: " ", MAYFLY_DELAY: 0.5, MAYFLY_ROBOTS: false };
    expect(problemsOf({ crawlerEnvironment: JSON.stringify(values) })).toEqual([]);
  });
});

describe("tags that AWS would refuse later:", () => {
  const tags = (count: number): Record<string, string> => ({
    tags: JSON.stringify(
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${String(index)}`, "x"])),
    ),
  });

  test("more than fit beside ours", () => {
    expect(problemsOf(tags(47))).toEqual([]);
    expect(problemsOf(tags(48))).toEqual([
      "Expected at most 47 tags for tags, since AWS takes 50 and three are Mayfly's, but got 48.",
    ]);
  });

  test("names that are one to IAM", () => {
    expect(problemsOf({ tags: '{"Team": "a", "other": "b", "team": "c"}' })).toEqual([
      'Expected names that differ in more than case for tags, since IAM ignores case, but got "Team" and "team".',
    ]);
  });
});

test.each(["selenium/standalone-chrome:4.41.0", "docker.io/selenium/standalone-edge:4"])(
  "on ARM64, %s is refused, which is there for x86-64 alone",
  (seleniumImage) => {
    expect(problemsOf({ seleniumImage })).toEqual([]);
    expect(problemsOf({ seleniumImage, cpuArchitecture: "ARM64" })).toEqual([
      `Expected an image for ARM64 such as selenium/standalone-chromium:4.41.0 for seleniumImage, since cpuArchitecture is ARM64, but got "${seleniumImage}", which is for X86_64 alone.`,
    ]);
  },
);

test.each(["selenium/standalone-firefox:4.41.0", "ghcr.io/selenium/standalone-chrome:4"])(
  "on ARM64, %s is taken",
  (seleniumImage) => expect(problemsOf({ seleniumImage, cpuArchitecture: "ARM64" })).toEqual([]),
);

test("a size that Fargate does not have is refused once, by its memory", () => {
  expect(problemsOf({ cpu: "1024" })).toEqual([
    "Expected 2048, 3072, 4096, 5120, 6144, 7168 or 8192 MiB for memory, which is what Fargate has with cpu 1024, but got 1024.",
  ]);
});

test("tags may have letters of any script, spaces and an empty text", () => {
  expect(problemsOf({ tags: '{"Équipe nuit": "π/2 @ +1=2", "empty": ""}' })).toEqual([]);
});

test.each(["crawlerEnvironment", "tags", "cpu"])("%s cannot be a secret", (key) => {
  const values = { [key]: key === "cpu" ? "256" : "{}" };
  const problems = problemsOf(values, undefined, undefined, [key]);
  expect(problems).toEqual([
    `Expected a plain value for ${key}, but got a secret, which anybody could read in the task definition, the tags or the outputs; run \`pulumi config set ${key} VALUE\` without --secret.`,
  ]);
});
