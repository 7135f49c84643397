import { describe, expect, test } from "vitest";
import { isNewStall, stall } from "../../../automation/lifecycle/stalls.ts";
import type { StallContainer } from "../../../automation/lifecycle/stall-context.ts";
import { taskStates, type TaskSnapshot } from "../../../automation/lifecycle/task-snapshot.ts";
import { crawlContainerDefinitions } from "../../../infra/container-definitions.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const noon = Date.parse("2026-11-24T12:00:00.000Z");
const definitions = crawlContainerDefinitions({ seleniumImage: "s", crawlerImage: "c" });
const container = (name: string, lastStatus: string, healthStatus?: string) => ({
  name,
  lastStatus,
  ...(healthStatus === undefined ? {} : { healthStatus }),
});
const notStarted = [container("selenium", "PENDING", "UNKNOWN"), container("crawler", "PENDING")];
const pulled = {
  pullStartedAt: "2026-11-24T12:00:15.000Z",
  pullStoppedAt: "2026-11-24T12:00:25.000Z",
};

/** The stall after so many seconds in a state that began at noon. */
function after(
  seconds: number,
  snapshot: Partial<TaskSnapshot>,
  containers: readonly StallContainer[] = definitions,
) {
  return stall({ ...snapshotOf({}), ...snapshot }, noon, noon + seconds * 1000, containers);
}

function explanation(seconds: number, snapshot: Partial<TaskSnapshot>): string | undefined {
  return after(seconds, snapshot)?.explanation;
}

test("no recorded task of Fargate would have been called stalled", () => {
  // Seconds in each state of the slowest task in the record, Selenium's start included.
  const slowest = { PROVISIONING: 5, PENDING: 60, ACTIVATING: 3, STOPPING: 11, DEPROVISIONING: 23 };
  for (const [lastStatus, seconds] of Object.entries(slowest)) {
    expect(after(seconds, { lastStatus })).toBeUndefined();
  }
});

test("every state but RUNNING and STOPPED has a budget, and a word that Mayfly does not know has none", () => {
  const stalled = taskStates.filter((lastStatus) => after(3600, { lastStatus }) !== undefined);
  expect(stalled).toEqual(taskStates.filter((state) => state !== "RUNNING" && state !== "STOPPED"));
  expect(after(3600, { lastStatus: "HIBERNATING" })).toBeUndefined();
});

test("a stall says its state and since when", () => {
  expect(after(64.9, { lastStatus: "PROVISIONING" })).toMatchObject({
    state: "PROVISIONING",
    seconds: 64,
  });
});

test("a clock that was set back is no stall", () => {
  expect(after(-3600, { lastStatus: "PROVISIONING" })).toBeUndefined();
});

describe("PROVISIONING waits for", () => {
  test("the network interface, with its id and status", () => {
    const eni = { lastStatus: "PROVISIONING", eniId: "eni-1", eniStatus: "ATTACHING" };
    expect(explanation(30, eni)).toMatch(
      /^The network interface eni-1 has been ATTACHING for 30 s; the subnet/,
    );
    expect(explanation(30, { ...eni, eniStatus: "ATTACHED" })).toMatch(
      /^The network interface eni-1 has been ATTACHED for 30 s; ECS has not said/,
    );
  });
  test("capacity, where there is no interface; on spot with the way out", () => {
    const task = { lastStatus: "PROVISIONING" };
    expect(explanation(30, task)).toMatch(/^Fargate has no capacity or no network interface/);
    expect(explanation(30, { ...task, capacityProviderName: "FARGATE_SPOT" })).toMatch(
      /^Fargate Spot has no capacity .* --capacity on-demand/,
    );
  });
});

describe("PENDING waits for", () => {
  const pending = { lastStatus: "PENDING", containers: notStarted };
  test("the pull to begin", () => {
    expect(explanation(80, pending)).toMatch(/^The image pull has not begun/);
  });
  test("the pull to end, with how long it has taken", () => {
    const { pullStartedAt } = pulled;
    expect(explanation(80, { ...pending, pullStartedAt })).toBe(
      "The images have been pulled for 65 s; they are big, or the registry is slow.",
    );
  });
  test("the build, where --build makes the crawler's image", () => {
    const { pullStartedAt } = pulled;
    const [selenium, crawler] = notStarted;
    const containers = [selenium, { ...crawler, image: "mayfly-crawler:local" }] as never;
    expect(explanation(80, { ...pending, containers, pullStartedAt })).toMatch(
      /^The crawler's image is being built, or Selenium's pulled, for 65 s; task\/build\.log/,
    );
  });
  test("Selenium's health, with how long of how much, counted from the end of the pull", () => {
    const containers = [
      container("selenium", "RUNNING", "UNKNOWN"),
      container("crawler", "PENDING"),
    ];
    expect(explanation(120, { ...pending, ...pulled, containers })).toBe(
      "crawler is held by selenium: UNKNOWN for 95 s of 120.",
    );
  });
  test("Selenium's health, also where ECS does not say yet that Selenium runs", () => {
    expect(explanation(120, { ...pending, ...pulled })).toMatch(
      /^crawler is held by selenium: UNKNOWN/,
    );
  });
  test("Selenium for hours, where the task definition has no startTimeout", () => {
    const [{ startTimeout: _, ...selenium }, crawler] = definitions;
    const containers = [
      container("selenium", "RUNNING", "UNHEALTHY"),
      container("crawler", "PENDING"),
    ];
    const snapshot = { ...snapshotOf({}), ...pending, ...pulled, containers };
    expect(stall(snapshot, noon, noon + 225_000, [selenium, crawler])?.explanation).toBe(
      "crawler is held by selenium: UNHEALTHY for 200 s with no startTimeout, so ECS waits for hours.",
    );
  });
  test("containers that are not started, where the task definition is not known", () => {
    const containers = [
      container("selenium", "RUNNING", "HEALTHY"),
      container("crawler", "PENDING"),
    ];
    expect(after(120, { ...pending, ...pulled, containers }, [])?.explanation).toBe(
      "The images are there; crawler is not started yet.",
    );
  });
  test("ECS, where all containers run", () => {
    const containers = [container("selenium", "RUNNING"), container("crawler", "RUNNING")];
    expect(explanation(120, { ...pending, ...pulled, containers })).toMatch(/^All containers run/);
  });
});

describe("the end waits for", () => {
  const both = [container("selenium", "RUNNING"), container("crawler", "RUNNING")];
  test("the crawler inside its stop time-out, and says when it is over it", () => {
    const stopping = { lastStatus: "STOPPING", containers: both };
    expect(explanation(60, stopping)).toBe(
      "crawler is inside its stop time-out, which ends 90 s after the stop.",
    );
    expect(explanation(91, stopping)).toMatch(/^crawler still runs, though its stop time-out/);
  });
  test("Selenium, which stops after the crawler", () => {
    const containers = [container("selenium", "RUNNING"), container("crawler", "STOPPED")];
    expect(explanation(100, { lastStatus: "STOPPING", containers })).toBe(
      "selenium is inside its stop time-out, which ends 110 s after the stop.",
    );
  });
  test("the network interface, once all containers have ended", () => {
    const gone = { lastStatus: "DEPROVISIONING", eniId: "eni-1", eniStatus: "DETACHING" };
    expect(explanation(60, gone)).toMatch(
      /Fargate releases the network interface eni-1 \(DETACHING\)\.$/,
    );
  });
});

test("a stall is told once per state, and again when what it waits for changes", () => {
  const attaching = { lastStatus: "PROVISIONING", eniStatus: "ATTACHING" };
  const told = after(30, attaching);
  expect(isNewStall(undefined, told)).toBe(true);
  expect(isNewStall(told, after(31, attaching))).toBe(false);
  expect(isNewStall(told, after(31, { ...attaching, eniStatus: "ATTACHED" }))).toBe(true);
  expect(isNewStall(told, after(80, { lastStatus: "PENDING" }))).toBe(true);
  expect(isNewStall(told, undefined)).toBe(false);
});
