import { describe, expect, test } from "vitest";
import { legalCpu, legalMemoryMiB, taskSizeProblem } from "../../../infra/config/task-size.ts";

/** The table of the ECS developer guide in GiB, written out by hand. */
const guide: readonly (readonly [cpu: number, gib: readonly number[]])[] = [
  [256, [0.5, 1, 2]],
  [512, [1, 2, 3, 4]],
  [1024, [2, 3, 4, 5, 6, 7, 8]],
  [2048, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
  [4096, Array.from({ length: 23 }, (_, index) => 8 + index)],
  [8192, [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]],
  [16384, [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120]],
];

test("Fargate has seven numbers of CPU units", () => {
  expect(legalCpu).toEqual(guide.map(([cpu]) => cpu));
});

describe.each(guide)("with %i CPU units", (cpu, gib) => {
  test.each(gib)("%f GiB are legal", (size) => {
    expect(taskSizeProblem(cpu, size * 1024)).toBeUndefined();
  });

  test("nothing else is", () => {
    expect(legalMemoryMiB(cpu)).toEqual(gib.map((size) => size * 1024));
    const [least = 0] = gib;
    const most = gib.at(-1) ?? 0;
    for (const size of [least / 2, least - 0.001, least + 0.25, most + 1, most * 2]) {
      expect(taskSizeProblem(cpu, size * 1024)).toContain("MiB for memory");
    }
  });
});

describe("a wrong size is told in one sentence:", () => {
  test.each([
    [
      300,
      1024,
      "Expected 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units for cpu, but got 300.",
    ],
    [
      256,
      4096,
      "Expected 512, 1024 or 2048 MiB for memory, which is what Fargate has with cpu 256, but got 4096.",
    ],
    [
      1024,
      1024,
      "Expected 2048, 3072, 4096, 5120, 6144, 7168 or 8192 MiB for memory, which is what Fargate has with cpu 1024, but got 1024.",
    ],
    [
      2048,
      2048,
      "Expected 4096, 5120 and so on to 16384 MiB for memory, which is what Fargate has with cpu 2048, but got 2048.",
    ],
    [
      8192,
      17408,
      "Expected 16384, 20480 and so on to 61440 MiB for memory, which is what Fargate has with cpu 8192, but got 17408.",
    ],
  ])("cpu %i, memory %i", (cpu, memoryMiB, sentence) => {
    expect(taskSizeProblem(cpu, memoryMiB)).toBe(sentence);
  });
});

test("an illegal number of CPU units goes with no memory", () => {
  expect(legalMemoryMiB(300)).toEqual([]);
});
