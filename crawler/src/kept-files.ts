import { createHash } from "node:crypto";
import type { KeptFileNames } from "./contract.ts";
import { sentenceOf } from "./errors.ts";
import type { Output } from "./output.ts";
import type { PageFiles } from "./page-files.ts";
import type { ResultsStore } from "./results-store.ts";

const kinds = { screenshot: "png", pdf: "pdf", warc: "warc.gz" } as const;
const kindNames = ["screenshot", "pdf", "warc"] as const;

/** The files of one page that were written. */
export interface KeptFilesOfPage {
  readonly names: KeptFileNames;
  /** Bytes of all of them. */
  readonly bytes: number;
}

/** Keeps the files of pages with the other results. A store that fails is said once; the page keeps its record. */
export class KeptFiles {
  readonly #store: Pick<ResultsStore, "location" | "write">;
  readonly #output: Output;
  #hasFailed = false;

  constructor(store: Pick<ResultsStore, "location" | "write">, output: Output) {
    this.#store = store;
    this.#output = output;
  }

  /** Writes the files of a page, named after its URL. Never throws. */
  async keep(url: string, files: PageFiles): Promise<KeptFilesOfPage> {
    const names: { screenshot?: string; pdf?: string; warc?: string } = {};
    const missing: (keyof typeof kinds)[] = [];
    let bytes = 0;
    for (const kind of kindNames) {
      const content = files[kind];
      if (content === undefined) continue;
      const name = `files/${hashOf(url)}.${kinds[kind]}`;
      if (content !== null && (await this.#isWritten(name, content))) {
        names[kind] = name;
        bytes += content.length;
      } else missing.push(kind);
    }
    return {
      names: { ...names, ...(missing.length === 0 ? {} : { missingFiles: missing }) },
      bytes,
    };
  }

  async #isWritten(name: string, content: Buffer): Promise<boolean> {
    try {
      await this.#store.write(name, content);
      return true;
    } catch (error) {
      if (!this.#hasFailed) {
        const { location } = this.#store;
        this.#output.log(
          "WARNING",
          `⛔ A file cannot be kept in ${location}, and others perhaps not either: ${sentenceOf(error)}`,
        );
      }
      this.#hasFailed = true;
      return false;
    }
  }
}

/** The same in every crawl, so that one that goes on replaces files and adds no others. */
function hashOf(url: string): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 32);
}
