import type { Figures, Lag } from "./figures.ts";

const headings = [
  "watcher",
  "states seen",
  "accounted for",
  "container changes",
  "lag near a change",
  "lag while RUNNING",
  "calls, median",
  "calls, all",
];

/** The figures of several watchers as a table of Markdown, which people can read as it is. */
export function figuresTable(rows: readonly (readonly [name: string, figures: Figures])[]): string {
  const cells = [headings, ...rows.map(([name, figures]) => [name, ...cellsOf(figures)])];
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const [head = [], ...body] = cells;
  return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function cellsOf(figures: Figures): readonly string[] {
  return [
    percent(figures.statesObserved),
    figures.statesAccounted === null ? "–" : percent(figures.statesAccounted),
    percent(figures.containerChanges),
    lag(figures.lagNear),
    lag(figures.lagRunning),
    String(figures.medianCalls),
    String(figures.allCalls),
  ];
}

/** Rounded down: what is not whole does not look whole. */
function percent(part: number): string {
  return `${String(Math.floor(part * 100))} %`;
}

function lag({ medianMs, worstMs }: Lag): string {
  return medianMs === undefined || worstMs === undefined
    ? "–"
    : `${seconds(medianMs)}, worst ${seconds(worstMs)}`;
}

/** Milliseconds as seconds for people. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} s`;
}
