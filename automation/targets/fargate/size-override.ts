import { legalCpu, legalMemoryMiB, taskSizeProblem } from "../../../infra/config/task-size.ts";
import { withoutDot } from "../../errors.ts";

/** CPU units (1024 are one vCPU) and memory of a task. */
export interface TaskSize {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/**
 * What is wrong with the size that a run's task would have, as one sentence; undefined when Fargate takes it. What is not
 * given is as in the stack; `stack` is null where the run has another task definition, whose size is not known.
 */
export function sizeProblem(given: Partial<TaskSize>, stack: TaskSize | null): string | undefined {
  const { cpu, memoryMiB } = given;
  if (cpu !== undefined && memoryMiB !== undefined) return taskSizeProblem(cpu, memoryMiB);
  if (cpu !== undefined) {
    const problem = taskSizeProblem(cpu, stack?.memoryMiB ?? anyMemoryMiB(cpu));
    if (problem === undefined || stack === null || !legalCpu.includes(cpu)) return problem;
    return `${withoutDot(problem)}, which is the stack's; give --memory too.`;
  }
  if (memoryMiB === undefined) return undefined;
  const problem = taskSizeProblem(stack?.cpu ?? anyCpu(memoryMiB), memoryMiB);
  if (problem === undefined || stack === null) return problem;
  return `${withoutDot(problem)}; cpu ${String(stack.cpu)} is the stack's: give --cpu too.`;
}

function anyMemoryMiB(cpu: number): number {
  return legalMemoryMiB(cpu)[0] ?? 0;
}

/** A number of CPU units that goes with the memory; where none does, the one with the most memory. */
function anyCpu(memoryMiB: number): number {
  return legalCpu.find((cpu) => legalMemoryMiB(cpu).includes(memoryMiB)) ?? legalCpu.at(-1) ?? 0;
}
