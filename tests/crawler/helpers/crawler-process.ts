import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import type { CrawlerRecord, PageRecord, SummaryRecord } from "../../../crawler/src/contract.ts";
import { execute } from "../../../scripts/lib/execute.mjs";
import { findBrowser } from "../../../scripts/lib/find-browser.mjs";

/** The crawler, compiled from the sources as they are. `using` removes it. */
export interface BuiltCrawler extends Disposable {
  readonly main: string;
}

/** Compiles the crawler into a folder of its own, where it finds its packages: no test runs what was built before. */
export async function buildCrawler(): Promise<BuiltCrawler> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const cache = join(root, "crawler", "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "test-"));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const project = join(root, "crawler", "tsconfig.build.json");
  const { code, stdout } = await execute(process.execPath, [
    ...[compiler, "-p", project, "--outDir", folder, "--noCheck"],
  ]);
  if (code !== 0) {
    dispose();
    throw new Error(`The crawler does not compile: ${stdout}`);
  }
  return { main: join(folder, "main.js"), [Symbol.dispose]: dispose };
}

/** How the crawler ended. */
export interface CrawlerEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a crawl needs on this machine, whatever is asked of it. */
export async function browserEnvironment(): Promise<Readonly<Record<string, string>>> {
  const pair = await findBrowser();
  if (pair === undefined) throw new Error("There is no browser: run `npm run pretest` first.");
  return {
    MAYFLY_BROWSER_BINARY: pair.browser,
    // Chrome's sandbox refuses to work for root.
    ...(process.getuid?.() === 0 ? { MAYFLY_BROWSER_ARGUMENTS: "--no-sandbox" } : {}),
  };
}

/** The crawler as a process of its own. `await using` ends it. */
export class CrawlerProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<CrawlerEnd>;
  #stdout = "";
  #stderr = "";
  #isOver = false;
  #notify: () => void = () => undefined;

  constructor(
    main: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    stdout: "pipe" | number = "pipe",
  ) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(?:MAYFLY|SELENIUM)_/.test(name),
    );
    const stdio: StdioOptions = ["ignore", stdout, "pipe"];
    this.child = spawn(process.execPath, [main, ...args], {
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio,
    });
    if (this.child.stdout !== null) {
      createInterface({ input: this.child.stdout }).on("line", (line) => {
        this.#stdout += `${line}\n`;
        this.#notify();
      });
    }
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#notify();
    });
    this.ended = new Promise((resolve) => {
      this.child.once("close", (exitCode) => {
        this.#isOver = true;
        this.#notify();
        resolve({ exitCode, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  /** Resolves when the crawler has said this on stderr. */
  async said(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) {
      if (this.#isOver) throw new Error(`It never said "${text}":\n${this.#stderr}`);
      await new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

/** The records on a crawler's stdout. */
export function recordsOf(stdout: string): readonly CrawlerRecord[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CrawlerRecord);
}

/** The page records on a crawler's stdout. */
export function pagesOf(stdout: string): readonly PageRecord[] {
  return recordsOf(stdout).filter((record) => record.type === "page");
}

/** The one summary on a crawler's stdout, which must be its last line. */
export function summaryOf(stdout: string): SummaryRecord {
  const records = recordsOf(stdout);
  const last = records.at(-1);
  if (last?.type !== "summary" || records.filter(({ type }) => type === "summary").length > 1) {
    throw new Error(`The last line, and no other, must be the summary:\n${stdout}`);
  }
  return last;
}
