import { expect, test } from "vitest";
import { estimatedCost, type CostFacts } from "../../../automation/lifecycle/cost.ts";
import { fargatePrices } from "../../../automation/lifecycle/price-table.ts";

const hour: CostFacts = {
  cpu: 1024,
  memoryMiB: 2048,
  ephemeralStorageGiB: 20,
  cpuArchitecture: "X86_64",
  spot: false,
  region: "us-east-1",
  pullStartedAt: "2026-11-24T12:00:00.000Z",
  stoppedAt: "2026-11-24T13:00:00.000Z",
};

function usd(changes: Partial<CostFacts>): number | undefined {
  return estimatedCost({ ...hour, ...changes })?.usd;
}

test("an hour of one vCPU and 2 GB in Virginia costs what AWS lists", () => {
  expect(usd({})).toBeCloseTo(0.04048 + 2 * 0.004445, 10);
  expect(usd({ cpuArchitecture: "ARM64" })).toBeCloseTo(0.03238 + 2 * 0.00356, 10);
  expect(usd({ cpu: 256, memoryMiB: 512 })).toBeCloseTo((0.04048 + 2 * 0.004445) / 4, 10);
});

test("storage is charged beyond 20 GiB, and a public address is charged", () => {
  expect(usd({ ephemeralStorageGiB: 21 })).toBeCloseTo((usd({}) ?? 0) + 0.000111, 10);
  expect(usd({ publicIpv4: true })).toBeCloseTo((usd({}) ?? 0) + 0.005, 10);
});

test.each([
  ["2026-11-24T12:00:00.400Z", 60],
  ["2026-11-24T12:01:00.000Z", 60],
  ["2026-11-24T12:01:00.001Z", 61],
  ["2026-11-24T12:10:30.000Z", 630],
  ["2026-11-24T11:59:59.000Z", 60],
])("from the start of the pull until %s are %i seconds on the bill", (stoppedAt, seconds) => {
  expect(estimatedCost({ ...hour, stoppedAt })?.billedSeconds).toBe(seconds);
});

test("a task whose pull never began costs nothing", () => {
  expect(estimatedCost({ ...hour, pullStartedAt: null })).toMatchObject({
    usd: 0,
    billedSeconds: 0,
    note: "The image pull never began, so Fargate charges nothing.",
  });
});

test("on spot the list price is the most that it can be, and the note says so", () => {
  const estimate = estimatedCost({ ...hour, spot: true });
  expect(estimate?.usd).toBe(usd({}));
  expect(estimate?.note).toMatch(/^Up to this .* its prices move\.$/);
});

test("the estimate carries the date of its prices, also in words", () => {
  const estimate = estimatedCost(hour);
  expect(estimate?.priceTableDate).toBe(fargatePrices.date);
  expect(estimate?.note).toContain(`Estimated by list prices of ${fargatePrices.date}`);
});

test("a figure that is not in the table is not guessed", () => {
  expect(usd({ region: "mars-north-1" })).toBeUndefined();
  expect(usd({ region: "eu-central-1", cpuArchitecture: "ARM64" })).toBeUndefined();
  expect(usd({ stoppedAt: "yesterday" })).toBeUndefined();
  const estimate = estimatedCost({ ...hour, region: "eu-west-1", ephemeralStorageGiB: 100 });
  expect(estimate?.note).toMatch(/Storage beyond 20 GiB is not in it\.$/);
});

test("every price is that of an hour: cents, not dollars", () => {
  for (const { x86, arm, storage } of Object.values(fargatePrices.regions)) {
    for (const { vcpu, memory } of arm === undefined ? [x86] : [x86, arm]) {
      expect(vcpu).toBeGreaterThan(0.03);
      expect(vcpu).toBeLessThan(0.1);
      expect(vcpu / memory).toBeCloseTo(9.1, 0);
    }
    expect(storage ?? 0.0001).toBeLessThan(0.0003);
    expect(arm?.vcpu ?? 0).toBeLessThan(x86.vcpu);
  }
});
