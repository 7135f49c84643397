import type { LogBatch, TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import type { RunRecord } from "./record.ts";

/** What came of one container's log. */
interface ContainerPage extends LogBatch {
  readonly container: string;
}

/**
 * Reads containers' logs until there is nothing more for now, or, when `final`, to their ends. `keep` writes what came, and says
 * whether more can be written.
 */
export async function readLogs(
  journal: Journal,
  target: TaskTarget,
  containers: readonly string[],
  final: boolean,
  signal: AbortSignal,
  keep: (write: () => void) => boolean,
): Promise<void> {
  for (let open = containers; open.length > 0 && !signal.aborted;) {
    const pages = await readPages(journal.record, target, open, final, signal);
    const kept = keep(() => {
      keepPages(journal, pages);
    });
    if (!kept) return;
    open = pages.filter(({ more }) => more).map(({ container }) => container);
  }
}

/** The next page of each container's log, after what the record has. */
async function readPages(
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
function keepPages(journal: Journal, pages: readonly ContainerPage[]): void {
  const lines = pages.flatMap(({ container, lines: texts, times }) =>
    texts.map((text, index) => ({ container, text, at: times?.[index] })),
  );
  const ordered = lines.every(({ at }) => at !== undefined)
    ? lines.toSorted((one, other) => (one.at ?? "").localeCompare(other.at ?? ""))
    : lines;
  for (const { container, text, at } of ordered) journal.line(container, text, at);
  for (const { container, cursor } of pages) journal.readTo(cursor, container);
}
