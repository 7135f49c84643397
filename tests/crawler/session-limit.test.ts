import { expect, test } from "vitest";
import { sessionLimit } from "../../crawler/src/session-limit.ts";

test.each([
  { asked: undefined, cpus: 0.25, memoryMiB: 512, slots: null, expected: 1 },
  { asked: undefined, cpus: 1, memoryMiB: 8192, slots: null, expected: 1 },
  { asked: undefined, cpus: 2, memoryMiB: 2048, slots: null, expected: 1 },
  { asked: undefined, cpus: 2, memoryMiB: 3072, slots: null, expected: 2 },
  { asked: undefined, cpus: 16, memoryMiB: null, slots: null, expected: 2 },
  { asked: undefined, cpus: 16, memoryMiB: null, slots: 1, expected: 1 },
  { asked: 5, cpus: 1, memoryMiB: 2048, slots: null, expected: 5 },
  { asked: 5, cpus: 1, memoryMiB: 2048, slots: 3, expected: 3 },
])(
  "$asked asked for, with $cpus processors, $memoryMiB MiB and $slots slots: $expected",
  ({ asked, cpus, memoryMiB, slots, expected }) => {
    expect(sessionLimit(asked, { cpus, memoryMiB }, slots)).toBe(expected);
  },
);
