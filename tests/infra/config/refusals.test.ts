import { describe, expect, test } from "vitest";
import { environmentNames } from "../../../crawler/src/contract.ts";
import { logRetentionDays } from "../../../infra/config/log-retention.ts";
import { problemsOf } from "../helpers/config.ts";

const retention = logRetentionDays.join(", ");
const { endpoint, browserBinary, ...settings } = environmentNames;
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
  seleniumEnvironment: ["upper-case names with texts", "SE_A=1", "[1]"],
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
    ["seleniumEnvironment", "upper-case names with texts", { se_opts: "1" }],
    ["seleniumEnvironment", "upper-case names with texts", { SE_OPTS: ["1"] }],
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
