import { describe, expect, test } from "vitest";
import { ConfigError, parseConfig } from "../../../infra/config/crawl-config.ts";
import { configKeys } from "../../../infra/config/keys.ts";
import { built, configOf, prebuilt, problemsOf } from "../helpers/config.ts";

test("with a user and a token alone, the defaults hold", () => {
  expect(configOf({}, built)).toEqual({
    crawlerImage: {
      kind: "built",
      imageName: "docker.io/kiwi/mayfly-crawler:dev",
      nodeImage: "node:22-bookworm-slim",
      registryServer: "docker.io",
      registryUser: "kiwi",
    },
    privateImage: false,
    seleniumImage: "selenium/standalone-chrome:4.41.0",
    seleniumVersion: 4,
    seleniumEnvironment: {},
    crawlerEnvironment: {},
    family: "mayfly-crawl-dev",
    cpu: 256,
    memoryMiB: 1024,
    ephemeralStorageGiB: 20,
    cpuArchitecture: "X86_64",
    network: { kind: "default" },
    assignPublicIp: true,
    capacity: "onDemand",
    containerInsights: "disabled",
    logRetentionDays: 7,
    resultsRetentionDays: 30,
    resultsPlaces: [],
    taskEvents: true,
    ttlMs: 86_400_000,
    tags: {},
  });
});

test("every key that is set is heard", () => {
  const values = {
    seleniumImage: "selenium/standalone-firefox:3.141.59",
    seleniumEnvironment: '{"SE_NODE_MAX_SESSIONS": 2}',
    crawlerEnvironment: '{"MAYFLY_MAX_PAGES": 50}',
    family: "moths",
    cpu: "1024",
    memory: "4096",
    ephemeralStorage: "30",
    network: "dedicated",
    vpcCidr: "10.9.0.0/16",
    capacity: "spotPreferred",
    containerInsights: "enhanced",
    logRetentionDays: "30",
    resultsRetentionDays: "3",
    taskEvents: "false",
    ttl: "never",
    tags: '{"team": "moths & co"}'.replace("&", "and"),
  };
  expect(configOf(values)).toMatchObject({
    seleniumImage: "selenium/standalone-firefox:3.141.59",
    seleniumVersion: 3,
    seleniumEnvironment: { SE_NODE_MAX_SESSIONS: "2" },
    crawlerEnvironment: { MAYFLY_MAX_PAGES: "50" },
    family: "moths",
    cpu: 1024,
    memoryMiB: 4096,
    ephemeralStorageGiB: 30,
    network: { kind: "dedicated", cidr: "10.9.0.0/16" },
    capacity: "spotPreferred",
    containerInsights: "enhanced",
    logRetentionDays: 30,
    resultsRetentionDays: 3,
    taskEvents: false,
    ttlMs: null,
    tags: { team: "moths and co" },
  });
});

test("on ARM64 the browser is Chromium, which has an image for it", () => {
  expect(configOf({ cpuArchitecture: "ARM64" })).toMatchObject({
    cpuArchitecture: "ARM64",
    seleniumImage: "selenium/standalone-chromium:4.41.0",
  });
});

test.each([
  ["3", "selenium/standalone-chrome:4.41.0", 3],
  ["4", "selenium/standalone-chrome:3.141.59", 4],
  ["auto", "selenium/standalone-chrome:3.141.59", 3],
])("seleniumVersion %s, of %s, is %i", (seleniumVersion, seleniumImage, version) => {
  expect(configOf({ seleniumVersion, seleniumImage }).seleniumVersion).toBe(version);
});

test("a stack with dots has a family without, which is not that of a stack with hyphens", () => {
  expect(configOf({}, prebuilt, "pr.17").family).toBe("mayfly-crawl-pr_17");
  expect(configOf({}, prebuilt, "pr-17").family).toBe("mayfly-crawl-pr-17");
});

test("values as Pulumi.yaml has them for unset keys are as good as none", () => {
  const empty = { string: "", boolean: "", integer: "", array: "[]", object: "{}" };
  const unset = Object.entries(configKeys).map(([key, { type }]) => [key, empty[type]]);
  const values = Object.fromEntries(unset) as Record<string, string>;
  expect(configOf({ ...values, ...prebuilt })).toEqual(configOf());
});

describe("a key that is none is told, with the nearest that is", () => {
  test.each([
    ["memroy", 'Expected a configuration key of Mayfly, but got "memroy"; did you mean memory?'],
    [
      "dockerhubuser",
      'Expected a configuration key of Mayfly, but got "dockerhubuser"; did you mean dockerHubUser?',
    ],
    ["colour", 'Expected a configuration key of Mayfly, but got "colour"; README has the list.'],
    [
      "toString",
      'Expected a configuration key of Mayfly, but got "toString"; README has the list.',
    ],
  ])("%s", (key, sentence) => expect(problemsOf({ [key]: "1" })).toEqual([sentence]));
});

describe("a token in plain text is refused", () => {
  const values = { ...prebuilt, dockerHubToken: "dckr_pat_plain" };
  const refused =
    "Expected a secret for dockerHubToken, but got a plain text; run `pulumi config set --secret dockerHubToken`, and replace the token if the file was shared.";

  test("without repeating it", () => {
    const parse = () => parseConfig({ values, secretKeys: new Set(), stack: "dev" });
    expect(parse).toThrow(new ConfigError([refused]));
  });

  test("but not as a secret, nor when it is not set", () => {
    expect(problemsOf(values)).toEqual([]);
    const unsetToken = { ...values, dockerHubToken: "" };
    expect(() =>
      parseConfig({ values: unsetToken, secretKeys: new Set(), stack: "dev" }),
    ).not.toThrow();
  });
});

test("all problems are told at once, one on each line", () => {
  const values = {
    cpu: "much",
    memory: "little",
    colour: "red",
    ttl: "soon",
    capacity: "free",
    taskEvents: "perhaps",
  };
  const problems = problemsOf(values, built);
  expect(problems).toHaveLength(6);
  expect(new ConfigError(problems).message).toBe(problems.join("\n"));
  for (const key of Object.keys(values)) expect(problems.join("\n")).toContain(key);
});
