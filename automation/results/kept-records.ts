import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { journalName, journalPrefix } from "../../crawler/src/results-names.ts";

/** The records of pages and skips in the journal of a folder of results, as the crawler kept them, oldest first. */
export async function* keptRecords(
  folder: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for (const path of journalsOf(folder)) {
    for await (const finding of jsonLines(path)) {
      const records = isObject(finding) ? finding["records"] : null;
      if (Array.isArray(records)) yield* records.filter(isObject);
    }
  }
}

/** Values of a file with one JSON text per line; a line that a kill cut off is left out, and so is a file that is not there. */
export async function* jsonLines(path: string): AsyncGenerator {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    try {
      yield JSON.parse(line) as unknown;
    } catch {
      // Cut off by a kill.
    }
  }
}

/** One file where the results were kept in a folder; its parts where it was a bucket. */
function journalsOf(folder: string): readonly string[] {
  const parts = join(folder, journalPrefix);
  const names = existsSync(parts)
    ? readdirSync(parts).filter((name) => name.endsWith(".jsonl"))
    : [];
  return [join(folder, journalName), ...names.sort().map((name) => join(parts, name))];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
