import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileError } from "../errors.ts";
import type { ResultsSource } from "./results-source.ts";

/** Results in a folder of this machine. */
export function folderSource(location: string): ResultsSource {
  return {
    location,
    list: () => {
      if (!existsSync(location)) return Promise.resolve([]);
      try {
        const entries = readdirSync(location, { recursive: true, encoding: "utf8" });
        const files = entries.flatMap((path) => {
          const found = statSync(join(location, path), { throwIfNoEntry: false });
          // A file that is being written has its name when it is whole.
          if (found?.isFile() !== true || path.endsWith(".new")) return [];
          const name = path.split(sep).join("/");
          return [{ name, bytes: found.size, modifiedMs: Math.floor(found.mtimeMs) }];
        });
        return Promise.resolve(files.sort((one, other) => (one.name < other.name ? -1 : 1)));
      } catch (error) {
        throw fileError(`list the results in ${location}`, error);
      }
    },
    open: (name) => {
      const path = join(location, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) return Promise.resolve(null);
      const { size: bytes, mtimeMs } = found;
      // A journal may grow meanwhile: what is there now is whole lines.
      const content = createReadStream(path, { end: Math.max(0, bytes - 1) });
      return Promise.resolve({ content, bytes, modifiedMs: Math.floor(mtimeMs) });
    },
    write: async (name, content) => {
      const path = join(location, name);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
      } catch (error) {
        throw fileError(`write ${path}`, error);
      }
    },
    close: () => undefined,
  };
}
