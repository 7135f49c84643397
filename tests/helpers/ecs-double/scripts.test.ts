import { describe, expect, test } from "vitest";
import type { TaskScript } from "./script.ts";
import { healthFlaps, outOfMemory, spotInterruption } from "./scripts-endings.ts";
import {
  eniTimeout,
  imagePullFails,
  pullErrors,
  secretDenied,
  seleniumUnhealthy,
  wrongArchitecture,
} from "./scripts-failed-starts.ts";
import { emptyContainers, endsAtOnce, skipsStates } from "./scripts-oddities.ts";
import { ordinaryTask } from "./scripts-ordinary.ts";
import { stateAt } from "./state.ts";

/** The states that a script passes, in their order. */
const statesOf = ({ steps }: TaskScript) => steps.flatMap(({ lastStatus }) => lastStatus ?? []);

const endOf = (script: TaskScript) => {
  const { lastStatus, stopCode, stoppedReason, containers } = stateAt(script, Infinity);
  const codes = Object.entries(containers).map(([name, { exitCode }]) => [name, exitCode]);
  return { lastStatus, stopCode, stoppedReason, codes: Object.fromEntries(codes) as object };
};

const neverRan = { crawler: undefined, selenium: undefined };

describe("A task that did not start says why, and no container of it has run", () => {
  test.each([
    [
      "image pull",
      imagePullFails(pullErrors.rateLimit),
      /^CannotPullContainerError: .*toomanyrequests/,
    ],
    ["access denied", imagePullFails(pullErrors.accessDenied), /pull access denied/],
    ["no such image", imagePullFails(pullErrors.manifestUnknown), /not found$/],
    ["no route", imagePullFails(pullErrors.noRoute), /i\/o timeout$/],
    ["architecture", wrongArchitecture(), /matching platform 'linux\/amd64'$/],
    ["secret", secretDenied(), /^ResourceInitializationError: .*secretsmanager:GetSecretValue/],
    ["network interface", eniTimeout(), /^Timeout waiting for network interface provisioning/],
    ["no containers", emptyContainers(), /^RESOURCE:GPU$/],
  ])("%s", (_what, script, reason) => {
    const end = endOf(script);
    expect(end).toMatchObject({ lastStatus: "STOPPED", stopCode: "TaskFailedToStart" });
    expect(end.stoppedReason).toMatch(reason);
    expect(neverRan).toMatchObject(end.codes);
    expect(statesOf(script)).not.toContain("RUNNING");
    expect(stateAt(script, Infinity).times.startedAt).toBeUndefined();
  });
});

test("An image for another architecture that says nothing of it fails when its program is executed", () => {
  const script = wrongArchitecture({ found: "exec" });
  expect(endOf(script)).toMatchObject({
    stopCode: "EssentialContainerExited",
    codes: { crawler: 1 },
  });
  expect(JSON.stringify(script)).toContain("exec format error");
});

test("Without a network interface, a task never leaves PROVISIONING but to end", () => {
  expect(statesOf(eniTimeout())).toEqual(["PROVISIONING", "DEPROVISIONING", "STOPPED"]);
});

test("A Selenium that does not get HEALTHY holds the crawler until its start time-out", () => {
  const script = seleniumUnhealthy({ startTimeoutMs: 100_000 });
  const { pullStoppedAt = 0, stoppingAt } = stateAt(script, Infinity).times;
  expect(stoppingAt).toBe(pullStoppedAt + 100_000);
  const { containers, lastStatus } = stateAt(script, pullStoppedAt + 90_000);
  expect(containers).toMatchObject({
    selenium: { lastStatus: "RUNNING", healthStatus: "UNHEALTHY" },
    crawler: { lastStatus: "PENDING" },
  });
  expect(lastStatus).toBe("ACTIVATING");
  expect(stateAt(script, Infinity).containers["crawler"]?.reason).toMatch(/has timed out\.$/);
});

test("A spot interruption is a desired status first, and both words for it occur", () => {
  const script = spotInterruption({ afterMs: 30_000, graceMs: 20_000 });
  const { startedAt = 0 } = stateAt(script, Infinity).times;
  expect(stateAt(script, startedAt + 30_000)).toMatchObject({
    lastStatus: "RUNNING",
    desiredStatus: "STOPPED",
    stopCode: "SpotInterruption",
    stoppedReason: "Your Spot Task was interrupted.",
  });
  expect(endOf(script).codes).toEqual({ crawler: 11, selenium: 143 });
  expect(endOf(spotInterruption({ stopCode: "TerminationNotice" })).stopCode).toBe(
    "TerminationNotice",
  );
});

test("A container that ran out of memory says so, whatever its exit code", () => {
  expect(endOf(outOfMemory()).codes).toEqual({ crawler: 137, selenium: 143 });
  expect(endOf(outOfMemory({ exitCode: 0 })).codes).toMatchObject({ crawler: 0 });
  const selenium = outOfMemory({ container: "selenium" });
  expect(endOf(selenium).codes).toEqual({ selenium: 137, crawler: 10 });
  expect(stateAt(selenium, Infinity).containers["selenium"]?.reason).toMatch(/^OutOfMemoryError/);
});

test("Health can flap while the crawl goes on", () => {
  const healths = healthFlaps({ times: 2 }).steps.flatMap(({ containers }) =>
    containers === "none" ? [] : (containers?.["selenium"]?.healthStatus ?? []),
  );
  expect(healths).toEqual(["UNKNOWN", "HEALTHY", "UNHEALTHY", "HEALTHY", "UNHEALTHY", "HEALTHY"]);
  expect(endOf(healthFlaps()).codes).toMatchObject({ crawler: 0 });
});

test("States can be shorter than any poller's interval", () => {
  const { steps } = skipsStates({ stepMs: 10, crawlMs: 5_000 });
  const running = steps.find(({ lastStatus }) => lastStatus === "RUNNING")?.at ?? Infinity;
  expect(running).toBeLessThan(1_000);
  expect(statesOf({ steps })).toHaveLength(8);
});

test("A task can end at once, and what it said is in its log", () => {
  const script = endsAtOnce({ exitCode: 4, crawlerLines: ["a", "b"] });
  const running = script.steps.find(({ lastStatus }) => lastStatus === "RUNNING")?.at ?? NaN;
  expect(stateAt(script, running)).toMatchObject({ desiredStatus: "STOPPED", version: 4 });
  expect(script.steps.filter(({ logs }) => logs?.["crawler"]).map(({ at }) => at)).toEqual([
    running,
    running,
  ]);
});

test("Steps are in the order of their time, and versions only rise", () => {
  const scripts = [
    ordinaryTask(),
    healthFlaps(),
    spotInterruption(),
    secretDenied(),
    skipsStates(),
  ];
  for (const { steps } of scripts) {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const versions = steps.flatMap(({ version }) => version ?? []);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  }
});
