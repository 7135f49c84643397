import { expect, test } from "vitest";
import type { Clock } from "../../../../automation/clock.ts";
import type { HealthStatus } from "../../../../automation/targets/agent/runtime.ts";
import { watchHealth } from "../../../../automation/targets/local/health.ts";
import type { HealthCheck } from "../../../../infra/container-definitions.ts";

const healthCheck: HealthCheck = {
  command: ["CMD", "true"],
  interval: 5,
  timeout: 3,
  retries: 3,
  startPeriod: 10,
  startInterval: 1,
};

/** Plays results of checks, `.` healthy and `x` not; gives the changes with the second at which they came. */
async function play(results: string): Promise<[second: number, status: HealthStatus][]> {
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  const abort = new AbortController();
  const left = results.split(",");
  const changes: [number, HealthStatus][] = [];
  const check = (): Promise<boolean> => {
    const result = left.shift();
    if (result === undefined) abort.abort();
    return Promise.resolve(result === ".");
  };
  await watchHealth(
    healthCheck,
    check,
    clock,
    (status) => changes.push([nowMs / 1000, status]),
    abort.signal,
  );
  return changes;
}

test("one success makes a container HEALTHY, looked for at the start interval", async () => {
  expect(await play("x,x,x,.")).toEqual([[4, "HEALTHY"]]);
});

test("failures in the start period do not count, and then three in a row make it UNHEALTHY", async () => {
  expect(await play("x,x,x,x,x,x,x,x,x,x,x,x,x")).toEqual([[12, "UNHEALTHY"]]);
});

test("once HEALTHY it is looked at in the interval, and a success in between starts the count anew", async () => {
  expect(await play(".,x,x,.,x,x,x,.")).toEqual([
    [1, "HEALTHY"],
    [31, "UNHEALTHY"],
    [36, "HEALTHY"],
  ]);
});
