import { expect, test } from "vitest";
import { StallWatch } from "../../../automation/run/stall-watch.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const noon = Date.parse("2026-11-24T12:00:00.000Z");

test("tells a stall once, with how long the network interface has had its status", () => {
  const watch = new StallWatch();
  const look = (second: number, eniStatus?: string) => {
    const task = { ...snapshotOf({}), lastStatus: "PROVISIONING" };
    const whole = eniStatus === undefined ? task : { ...task, eniStatus };
    return watch.look(whole, noon + second * 1000);
  };
  expect(look(0)).toBeNull();
  expect(look(10, "ATTACHING")).toBeNull();
  expect(look(25, "ATTACHING")).toMatch(
    /^PROVISIONING for 25 s: The network interface has been ATTACHING for 15 s;/,
  );
  expect(look(30, "ATTACHING")).toBeNull();
  expect(look(31, "ATTACHED")).toMatch(/has been ATTACHED for 0 s;/);
});
