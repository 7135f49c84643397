import { expect, test } from "vitest";
import { newRecord } from "../../../automation/run/new-record.ts";
import { defaultTimeout } from "../../../automation/run/run-timeout.ts";

test.each([
  [undefined, 1800],
  [60, 1800],
  ["1500", 1800],
  [7200, 7500],
])("a crawl that ends after %s seconds has a run that ends after %i", (timeLimit, seconds) => {
  expect(defaultTimeout(timeLimit)).toBe(seconds);
});

test.each([
  [{}, 7500],
  [{ timeoutSeconds: 90 }, 90],
])("what a run says of its end holds: %o", (options, timeoutSeconds) => {
  const environment = { MAYFLY_TIME_LIMIT: "7200" };
  const { limits } = newRecord("a", options, environment, "2026-11-30T00:00:00.000Z", null);
  expect(limits).toMatchObject({ timeoutSeconds });
});
