import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { packageRoot } from "../../automation/package-root.ts";
import { Workplace } from "../helpers/mayfly.ts";

// The whole runs in `tests/e2e/fargate.test.ts`, which checks its types; here it is what the program asks for when it is interrupted.
const library = `
const say = (text) => console.log(text);
const aborted = (signal) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
const alive = setInterval(() => undefined, 1000);
const crawl = (signal) => ({
  recordPath: "record.json",
  async *[Symbol.asyncIterator]() {
    say("crawling");
    await aborted(signal);
  },
  finished: Promise.resolve({
    outcome: { kind: "stopped" }, exitCode: 143, record: { pages: { retrieved: 1 } },
  }),
  [Symbol.asyncDispose]: async () => say("run disposed"),
});
export const environment = {
  up: async ({ signal }) => {
    say("bringing up");
    if (process.env.INTERRUPTED === "up") {
      await aborted(signal);
      throw new Error("up was interrupted");
    }
    return {
      run: async ({ signal }) => crawl(signal),
      [Symbol.asyncDispose]: async () => {
        say("environment disposed");
        clearInterval(alive);
      },
    };
  },
  down: async ({ stack }) => {
    say(\`down \${stack}\`);
    clearInterval(alive);
  },
};
`;

/** The program, with a library of the test's own, gets a signal once it has said this. */
async function interrupted(during: "up" | "run", signal: NodeJS.Signals, when: string) {
  await using workplace = new Workplace();
  const folder = join(workplace.path, "node_modules", "mayfly");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mjs"), library);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ exports: "./index.mjs" }));
  const program = join(workplace.path, "program.mjs");
  const source = readFileSync(join(packageRoot, "examples", "crawl-on-fargate.ts"), "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(program, ts.transpileModule(source, { compilerOptions }).outputText);
  const child = spawn(process.execPath, [program, "https://example.com/"], {
    cwd: workplace.path,
    env: { ...process.env, INTERRUPTED: during, MAYFLY_STACK: "ours" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (text.includes(when)) child.kill(signal);
  });
  child.stderr.resume();
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, lines: stdout.trim().split("\n") };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "examples/crawl-on-fargate.ts takes the environment down at %s in a crawl",
  async (signal) => {
    const { exitCode, lines } = await interrupted("run", signal, "crawling");
    expect(lines).toEqual([
      ...["bringing up", "crawling", "stopped: 1 pages", "record.json"],
      ...["run disposed", "environment disposed"],
    ]);
    expect(exitCode).toBe(143);
  },
);

test("examples/crawl-on-fargate.ts takes down what an interrupted up had made", async () => {
  const { exitCode, lines } = await interrupted("up", "SIGINT", "bringing up");
  expect(lines).toEqual(["bringing up", "down ours"]);
  expect(exitCode).toBe(1);
});
