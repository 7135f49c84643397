import type { LogBatch, TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import type { RunRecord } from "./record.ts";

/** What came of one container's log. */
export interface ContainerPage extends LogBatch {
  readonly container: string;
}

/** The next page of each container's log, after what the record has. */
export async function readPages(
  { taskId, position }: RunRecord,
  target: TaskTarget,
  containers: readonly string[],
  final: boolean,
  signal: AbortSignal,
): Promise<readonly ContainerPage[]> {
  const pages: ContainerPage[] = [];
  for (const container of containers) {
    const cursor = position.logs[container] ?? "";
    const batch = await target.readLog(taskId, container, cursor, final, signal);
    pages.push({ container, ...batch });
  }
  return pages;
}

/**
 * Writes pages of several logs in the order of their lines' times, where the target has them; lines of one container keep
 * their order.
 */
export function keepPages(journal: Journal, pages: readonly ContainerPage[]): void {
  const lines = pages.flatMap(({ container, lines: texts, times }) =>
    texts.map((text, index) => ({ container, text, at: times?.[index] })),
  );
  const ordered = lines.every(({ at }) => at !== undefined)
    ? lines.toSorted((one, other) => (one.at ?? "").localeCompare(other.at ?? ""))
    : lines;
  for (const { container, text, at } of ordered) journal.line(container, text, at);
  for (const { container, cursor } of pages) journal.readTo(cursor, container);
}
