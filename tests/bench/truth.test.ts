import { expect, test } from "vitest";
import { healthFlaps } from "../helpers/ecs-double/scripts-endings.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { report } from "./told.ts";
import { factsOf } from "./truth.ts";

const createdAt = 1000;
const facts = factsOf({ script: ordinaryTask({ crawlMs: 60_000 }), createdAt });
const kind = (wanted: string) =>
  facts.filter((fact) => fact.kind === wanted).map(({ what, during }) => `${what}: ${during}`);

test("an ordinary task truly has eight states", () => {
  expect(kind("state")).toEqual([
    "state PROVISIONING: starting",
    "state PENDING: starting",
    "state ACTIVATING: starting",
    "state RUNNING: starting",
    "state DEACTIVATING: stopping",
    "state STOPPING: stopping",
    "state DEPROVISIONING: stopping",
    "state STOPPED: stopping",
  ]);
  expect(facts[0]?.atMs).toBe(createdAt);
});

test("the exit of the crawler is a change of a task that was RUNNING, and a container's first status is none", () => {
  expect(kind("container")).toEqual([
    "selenium status RUNNING: starting",
    "selenium health HEALTHY: starting",
    "crawler status RUNNING: starting",
    "crawler status STOPPED: running",
    "crawler exit code 0: running",
    "selenium status STOPPED: stopping",
    "selenium exit code 143: stopping",
  ]);
});

test("a health that comes back has to be told each time, before it changes again", () => {
  const flaps = factsOf({ script: healthFlaps({ times: 1 }), createdAt });
  const healthy = flaps.filter(({ what }) => what === "selenium health HEALTHY");
  const lagsWhenTold = (place: number) => {
    const told = healthy
      .slice(place, place + 1)
      .map(({ what, atMs }) => ({ what, atMs: atMs + 400, source: "observed" as const }));
    const reported = report(flaps, told).filter(({ fact }) => healthy.includes(fact));
    return reported.map(({ lagMs }) => lagMs);
  };
  expect(lagsWhenTold(0)).toEqual([400, null]);
  expect(lagsWhenTold(1)).toEqual([null, 400]);
});
