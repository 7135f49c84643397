import { expect, test } from "vitest";
import {
  configDigestOf,
  grantedActions,
  parseChallenge,
  parsePullLimit,
  platformsOfIndex,
} from "../../../automation/doctor/registry-words.ts";

test.each([
  ['Basic realm="x"', { scheme: "basic" }],
  [
    'Bearer realm="https://auth.test/token",service="registry.test",scope="a"',
    { scheme: "bearer", realm: "https://auth.test/token", service: "registry.test" },
  ],
  [
    'bearer realm="https://auth.test/token"',
    { scheme: "bearer", realm: "https://auth.test/token", service: null },
  ],
  ['Bearer service="registry.test"', null],
  ['Bearer realm="nowhere"', null],
  ["Negotiate", null],
  [null, null],
] as const)("%s is read as %j", (header, challenge) => {
  expect(parseChallenge(header)).toEqual(challenge);
});

const jwt = (payload: unknown): string =>
  ["{}", JSON.stringify(payload), "x"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

test.each([
  [
    jwt({ access: [{ type: "repository", name: "me/a", actions: ["pull", "push"] }] }),
    ["pull", "push"],
  ],
  [jwt({ access: [{ type: "repository", name: "me/b", actions: ["pull"] }] }), []],
  [jwt({ access: [] }), []],
  [jwt({}), null],
  ["opaque", null],
])("the token %s grants %j", (token, actions) => {
  expect(grantedActions(token, "me/a")).toEqual(actions);
});

test.each([
  ["100;w=21600", "76;w=21600", { limit: 100, remaining: 76, windowSeconds: 21_600 }],
  ["100", "0", { limit: 100, remaining: 0, windowSeconds: null }],
  [null, "5", null],
  ["many", "5", null],
])("a limit of %s with %s left is %j", (limit, remaining, expected) => {
  expect(parsePullLimit(limit, remaining)).toEqual(expected);
});

test("platforms are each there once, without attestations", () => {
  const entry = (os: string, architecture: string): object => ({ platform: { os, architecture } });
  const manifests = [
    ...[entry("linux", "amd64"), entry("linux", "arm64"), entry("linux", "arm64")],
    ...[entry("unknown", "unknown"), {}],
  ];
  expect(platformsOfIndex({ manifests })).toEqual(["linux/amd64", "linux/arm64"]);
  expect(platformsOfIndex("nonsense")).toEqual([]);
});

test("only a digest names a configuration", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  expect(configDigestOf({ config: { digest } })).toBe(digest);
  expect(configDigestOf({ config: { digest: "../../x" } })).toBeNull();
});
