import { expect, test } from "vitest";
import { report, Teller } from "./told.ts";
import { placesOf, type Fact } from "./truth.ts";

const fact = (what: string, atMs: number): Fact => ({
  kind: "state",
  what,
  atMs,
  during: "starting",
});

test("a look tells what is new since the look before", () => {
  const teller = new Teller();
  teller.look(placesOf("PENDING", { crawler: {} }), 0);
  teller.look(placesOf("PENDING", { crawler: {} }), 1000);
  teller.look(placesOf("STOPPED", { crawler: { lastStatus: "STOPPED", exitCode: 9 } }), 2000);
  expect(teller.told.map(({ what, atMs }) => `${String(atMs)} ${what}`)).toEqual([
    "0 state PENDING",
    "0 crawler status PENDING",
    "0 crawler health UNKNOWN",
    "2000 state STOPPED",
    "2000 crawler status STOPPED",
    "2000 crawler exit code 9",
  ]);
});

test("the lag is the time from the truth to its first telling, and what is never told has none", () => {
  const told = [4, 9].map((atMs) => ({ what: "state PENDING", atMs, source: "observed" as const }));
  const facts = [fact("state PENDING", 3), fact("state ACTIVATING", 5)];
  expect(report(facts, told).map(({ lagMs }) => lagMs)).toEqual([1, null]);
});

test("what a time stamp proved and a late message showed is told once, and observed", () => {
  const told = (["inferred", "observed"] as const).map((source, index) => ({
    what: "state PENDING",
    atMs: 4 + index,
    source,
  }));
  const facts = [fact("state PENDING", 3)];
  expect(report(facts, told)[0]).toMatchObject({ isObserved: true, lagMs: 1 });
  expect(report(facts, told.slice(0, 1))[0]).toMatchObject({ isObserved: false, lagMs: 1 });
});

test("what is told before it is so does not count", () => {
  const told = [{ what: "state PENDING", atMs: 2, source: "observed" as const }];
  expect(report([fact("state PENDING", 3)], told)[0]?.lagMs).toBeNull();
});
