import type { FetchedRun } from "../run/results.ts";
import type { Palette } from "./palette.ts";

/** What was fetched of one run, for people. */
export function resultsText(
  { runId, place, folder, files, bytes, transferred, pagesAdded }: FetchedRun,
  { strong, faint }: Palette,
): string {
  const name = strong(runId ?? place);
  if (files === 0) return `${name} has kept nothing in ${place}.\n`;
  const now = transferred === files ? "" : `, ${String(transferred)} of them now`;
  const pages = pagesAdded === 0 ? "" : `; ${String(pagesAdded)} pages more than the log had`;
  return `${name}  ${String(files)} ${files === 1 ? "file" : "files"}, ${size(bytes)}${now}${pages}\n  ${faint("from")}    ${place}\n  ${faint("folder")}  ${folder}\n`;
}

function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  let [value, index] = [bytes, 0];
  for (; value >= 1000 && index < units.length - 1; index += 1) value /= 1000;
  return `${index === 0 ? String(value) : value.toFixed(1)} ${units[index] ?? ""}`;
}
