import type { PageRecord, SkipRecord } from "../../crawler/src/contract.ts";
import type { RunEvent } from "../events.ts";
import { AppendFile } from "./append-file.ts";
import type { RunFolder } from "./run-folder.ts";
import { settledSkips, skipLine } from "./skip-lines.ts";

/** The growing files of a run folder. Every write may throw `MayflyError`, for a full disk say. */
export class RunFiles {
  readonly #files: ReadonlyMap<string, AppendFile>;

  /** Opens them; what goes beyond `bytes` was written by an owner that died before it saved, and is cut off. */
  constructor(
    folder: RunFolder,
    containers: readonly string[],
    bytes: Readonly<Record<string, number>>,
  ) {
    const paths: readonly (readonly [string, string])[] = [
      ["events", folder.events],
      ["pages", folder.pages],
      ["skips", folder.skips],
      ...containers.map((name) => [logKey(name), folder.log(name)] as const),
    ];
    this.#files = new Map(paths.map(([key, path]) => [key, new AppendFile(path, bytes[key] ?? 0)]));
  }

  /** Size of each file. */
  get bytes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#files].map(([key, file]) => [key, file.bytes]));
  }

  event(event: RunEvent): void {
    this.#files.get("events")?.appendLine(JSON.stringify(event));
  }

  page(page: Omit<PageRecord, "type" | "queued">): void {
    this.#files.get("pages")?.appendLine(JSON.stringify(page));
  }

  skip(skip: Pick<SkipRecord, "url" | "reason">): void {
    this.#files.get("skips")?.appendLine(skipLine(skip));
  }

  /** Sorts the skips, so that two crawls of one site tell the same; those of `visited` URLs are none any more. */
  settleSkips(visited: ReadonlySet<string>): void {
    this.#files.get("skips")?.rewrite((lines) => settledSkips(lines, visited));
  }

  log(container: string, line: string): void {
    this.#files.get(logKey(container))?.appendLine(line);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }
}

function logKey(container: string): string {
  return `log:${container}`;
}
