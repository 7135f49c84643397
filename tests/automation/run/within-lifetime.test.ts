import { expect, test } from "vitest";
import { withinLifetime } from "../../../automation/run/within-lifetime.ts";

const now = Date.parse("2026-11-30T12:00:00Z");
const stack = (expiresAt: string | null, timeLimitSeconds: number | null = null) => ({
  ...{ stack: "dev", expiresAt, timeLimitSeconds },
});

test("a crawl that ends before its environment is left as it is", () => {
  const given = { MAYFLY_TIME_LIMIT: "3000" };
  for (const outputs of [stack(null), stack("2026-11-30T13:00:00Z")]) {
    expect(withinLifetime(given, outputs, now)).toEqual({ environment: given, note: null });
  }
});

test.each([{}, { MAYFLY_TIME_LIMIT: "86400" }])("another one ends before it: %j", (given) => {
  expect(withinLifetime(given, stack("2026-11-30T12:20:00Z"), now)).toEqual({
    environment: { MAYFLY_TIME_LIMIT: "1020" },
    note: "The crawl ends after 1020 seconds, since the environment expires at 2026-11-30T12:20:00Z.",
  });
});

test.each(["2026-11-29T00:00:00Z", "2026-11-30T12:05:00Z"])(
  "no crawl begins where it would not end: %s",
  (expiresAt) => {
    expect(() => withinLifetime({}, stack(expiresAt), now)).toThrow(
      `Expected an environment that lives on, but stack dev expires at ${expiresAt}; extend it`,
    );
  },
);

test("so does one whose limit the stack has, or the container's own variables", () => {
  const inAnHour = "2026-11-30T13:00:00Z";
  const capped = { MAYFLY_TIME_LIMIT: "3420" };
  expect(withinLifetime({}, stack(inAnHour, 86_400), now).environment).toEqual(capped);
  const variables = { MAYFLY_TIME_LIMIT: "99999" };
  expect(withinLifetime({}, stack(inAnHour), now, variables).environment).toEqual(capped);
  // The run's own limit comes before both, and the variables before the stack.
  const own = { MAYFLY_TIME_LIMIT: "60" };
  expect(withinLifetime(own, stack(inAnHour, 86_400), now, variables).environment).toEqual(own);
  expect(withinLifetime({}, stack(inAnHour, 86_400), now, own).environment).toEqual({});
});
