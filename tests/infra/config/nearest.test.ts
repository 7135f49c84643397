import { expect, test } from "vitest";
import { nearest } from "../../../infra/config/nearest.ts";

const names = ["memory", "network", "vpcId", "vpcCidr", "cpu", "tags"];

test.each([
  ["memroy", "memory"],
  ["Memory", "memory"],
  ["vpcid", "vpcId"],
  ["cpus", "cpu"],
  ["netwrok", "network"],
  ["tag", "tags"],
  ["subnets", undefined],
  ["x", undefined],
  ["", undefined],
])("to %j the nearest is %s", (word, expected) => expect(nearest(word, names)).toBe(expected));

test("three edits are near, four are not", () => {
  expect(nearest("networ123", ["network"])).toBe("network");
  expect(nearest("netwo1234", ["network"])).toBeUndefined();
});

test("of two that are equally near, it is the first", () => {
  expect(nearest("vpc", names)).toBe("vpcId");
});

test("of no candidates none is near", () => expect(nearest("cpu", [])).toBeUndefined());
