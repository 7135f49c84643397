import { describe, expect, test } from "vitest";
import {
  identityVerdict,
  imageVerdict,
  pullsVerdict,
  pushVerdict,
  quotaVerdict,
  routeVerdict,
  secretVerdict,
} from "../../../automation/doctor/verdicts.ts";

describe("an image", () => {
  test.each([
    [200, ["linux/amd64", "linux/arm64"], "ARM64", "ok", "image:1, linux/arm64"],
    [
      200,
      ["linux/amd64"],
      "ARM64",
      "problem",
      "image:1 is for linux/amd64 alone, and the task is linux/arm64",
    ],
    [200, [], "X86_64", "ok", "image:1 is there"],
    [401, [], "X86_64", "problem", "without a login, as a task pulls it (HTTP 401)"],
    [404, [], "X86_64", "problem", "is not there"],
    [429, [], "X86_64", "warning", "pull limit is reached"],
    [503, [], "X86_64", "warning", "HTTP 503"],
  ] as const)("that answers %i for %j on %s is %s", (status, platforms, cpu, expected, text) => {
    const seen = { status, platforms, isUserRefused: false, limit: null };
    const facts = { cpuArchitecture: cpu, flags: "--stack dev" };
    const finding = imageVerdict("image:1", seen, facts, null);
    expect(finding.status).toBe(expected);
    expect(finding.found).toContain(text);
    expect(finding.fix === null).toBe(expected === "ok");
  });

  const limit = { limit: 200, remaining: 1, windowSeconds: 21_600 };
  test.each([
    [
      { status: 403, isUserRefused: false, limit: null },
      "image:1 is not there with the stack's user and token (HTTP 403)",
      "Look at the name and at what the token may read.",
    ],
    [
      { status: 401, isUserRefused: true, limit: null },
      "the registry does not take me and the token",
      "Look at dockerHubUser, and save a new token: mayfly init --stack dev --secret dockerHubToken.",
    ],
    [
      { status: 429, isUserRefused: false, limit: null },
      "the registry's pull limit of me is reached (HTTP 429)",
      "Wait until there are more, or use a login with a higher limit.",
    ],
    [
      { status: 200, isUserRefused: false, limit },
      "1 of 200 pulls left in 6 hours for me",
      "Wait until there are more, or use a login with a higher limit.",
    ],
  ])("that ECS pulls with a login is told of as that user has it: %j", (seen, found, fix) => {
    const facts = { cpuArchitecture: "X86_64", flags: "--stack dev" };
    expect(imageVerdict("image:1", { ...seen, platforms: [] }, facts, "me")).toEqual({
      ...{ status: "problem", found, fix },
    });
  });
});

test.each([
  [null, "ok", "no limit for you"],
  [
    { limit: 100, remaining: 76, windowSeconds: 21_600 },
    "ok",
    "76 of 100 pulls left in 6 hours for you",
  ],
  [{ limit: 100, remaining: 19, windowSeconds: null }, "warning", "19 of 100 pulls left for you"],
  [{ limit: 100, remaining: 1, windowSeconds: 21_600 }, "problem", "1 of 100"],
] as const)("a pull limit of %j is %s", (limit, status, found) => {
  const verdict = pullsVerdict(limit, "for you");
  expect(verdict.status).toBe(status);
  expect(verdict.found).toContain(found);
});

test.each([
  ["granted", "ok"],
  ["pullOnly", "problem"],
  ["refused", "problem"],
  [null, "ok"],
] as const)("a push right of %s is %s", (right, status) => {
  const { status: found, fix } = pushVerdict(right, "me", "docker.io/me/crawler", "--stack dev");
  expect(found).toBe(status);
  if (status === "problem")
    expect(fix).toContain("mayfly init --stack dev --secret dockerHubToken");
});

describe("subnets", () => {
  const [internet, nat, none] = (["internet", "other", "none"] as const).map((wayOut) => ({
    id: `subnet-${wayOut}`,
    wayOut,
  })) as [
    { id: string; wayOut: "internet" },
    { id: string; wayOut: "other" },
    { id: string; wayOut: "none" },
  ];
  test.each([
    [[internet], true, "ok", "subnet-internet: out by an internet gateway, with public addresses"],
    [[nat], false, "ok", "subnet-other: out by a gateway"],
    [
      [internet, nat],
      false,
      "problem",
      "subnet-internet: an internet gateway, and tasks without a public address",
    ],
    [[nat, none], true, "problem", "subnet-none: no route"],
  ] as const)("%j with public addresses %j are %s", (subnets, isPublic, status, found) => {
    const verdict = routeVerdict(subnets, isPublic);
    expect(verdict.status).toBe(status);
    expect(verdict.found).toContain(found);
  });
});

test("credentials of another account than the stack's are a problem", () => {
  const me = { account: "111111111111", arn: "arn:aws:iam::111111111111:user/me" };
  expect(identityVerdict(me, null)).toMatchObject({ status: "ok", found: me.arn });
  expect(identityVerdict(me, me.account).status).toBe("ok");
  expect(identityVerdict(me, "222222222222")).toMatchObject({ status: "problem" });
});

describe("quotas", () => {
  const quota = { onDemand: 6, spot: 1 };
  test.each([
    [quota, "onDemand", 1024, 5, "ok"],
    [quota, "onDemand", 1024, 6, "warning"],
    [quota, "spot", 2048, 0, "warning"],
    [quota, "spotPreferred", 2048, 0, "ok"],
    [{ onDemand: null, spot: 1 }, "onDemand", 256, 0, "warning"],
    [{ onDemand: null, spot: 1 }, "spot", 256, 0, "ok"],
  ] as const)(
    "%j for %s with %i units and %i running: %s",
    (seen, capacity, cpu, running, status) => {
      expect(quotaVerdict(seen, capacity, cpu, running).status).toBe(status);
    },
  );
});

test.each([
  [[], null, "ok"],
  [["arn:secret"], true, "ok"],
  [["arn:secret"], false, "problem"],
  [["arn:secret"], null, "warning"],
] as const)("secrets %j that may be read: %j, is %s", (arns, allowed, status) => {
  expect(secretVerdict(arns, allowed, "--stack dev").status).toBe(status);
});
