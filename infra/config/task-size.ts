/**
 * The sizes that Fargate takes: for each number of CPU units, from how much memory to how much, in steps of, in MiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const sizes: readonly (readonly [cpu: number, memoryMiB: readonly number[]])[] = [
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16_384, 1024)],
  [4096, range(8192, 30_720, 1024)],
  [8192, range(16_384, 61_440, 4096)],
  [16_384, range(32_768, 122_880, 8192)],
];

/** The numbers of CPU units that Fargate takes; 1024 are one vCPU. */
export const legalCpu: readonly number[] = sizes.map(([cpu]) => cpu);

/** The memory sizes in MiB that go with a number of CPU units; none for an illegal number. */
export function legalMemoryMiB(cpu: number): readonly number[] {
  return sizes.find(([units]) => units === cpu)?.[1] ?? [];
}

/** What is wrong with a task size, as one sentence; undefined when Fargate takes it. */
export function taskSizeProblem(cpu: number, memoryMiB: number): string | undefined {
  if (!legalCpu.includes(cpu)) {
    return `Expected ${list(legalCpu)} CPU units for cpu, but got ${String(cpu)}.`;
  }
  const legal = legalMemoryMiB(cpu);
  if (legal.includes(memoryMiB)) return undefined;
  return `Expected ${list(legal)} MiB for memory, which is what Fargate has with cpu ${String(cpu)}, but got ${String(memoryMiB)}.`;
}

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** `256, 512 or 1024`; a long even list as `4096, 5120 and so on to 16384`. */
function list(values: readonly number[]): string {
  const [first, second] = values;
  const last = values.at(-1);
  return values.length > 7
    ? `${String(first)}, ${String(second)} and so on to ${String(last)}`
    : `${values.slice(0, -1).join(", ")} or ${String(last)}`;
}
