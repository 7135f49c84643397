import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EngineProcess, PulumiFailure } from "../../../automation/environment/engine-process.ts";
import { builtProgram } from "../../../automation/package-root.ts";
import { eventually } from "../../helpers/mayfly.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-engine-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that stands for the Pulumi CLI. */
function program(text: string): EngineProcess {
  const path = join(folder, "pulumi");
  writeFileSync(path, `#!/usr/bin/env node\nconst fs = require("node:fs");\n${text}\n`);
  chmodSync(path, 0o755);
  return new EngineProcess(path, process.env);
}

const notes = (name: string): string | undefined => {
  const path = join(folder, name);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text === "" ? undefined : text;
};

/** Notes its signals, and ends in order half a second after the first. */
const orderly = `
  process.on("SIGINT", () => {
    fs.appendFileSync("signals", "SIGINT ");
    setTimeout(() => process.exit(7), 500);
  });
  fs.writeFileSync("pid", String(process.pid));
  setInterval(() => undefined, 1000);
`;

/** Is deaf to SIGINT, and has a child in another process group that is so too. */
const deaf = `
  process.on("SIGINT", () => undefined);
  const { pid } = require("node:child_process").spawn(
    process.execPath,
    ["-e", "setInterval(() => undefined, 1000)"],
    { detached: true, stdio: "ignore" },
  );
  fs.writeFileSync("child", String(pid));
  setInterval(() => undefined, 1000);
`;

test("gives what was printed, never asks, and hands a secret over by stdin", async () => {
  const engine = program(`
    console.log(process.argv.slice(2).join(" "), fs.readFileSync(0, "utf8"), process.env.EXTRA);
  `);
  const args = ["config", "set", "--secret", "token"];
  const { stdout } = await engine.run(args, folder, { EXTRA: "more" }, "s3cret");
  expect(stdout).toBe("config set --secret token --non-interactive s3cret more\n");
});

test("a failure has exit code and both outputs", async () => {
  const engine = program(`console.log("out"); console.error("error: no"); process.exitCode = 6;`);
  const failure = await engine.run(["up"], folder, {}).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PulumiFailure);
  expect(failure).toMatchObject({ output: { code: 6, stdout: "out\n", stderr: "error: no\n" } });
});

test("an interrupt is one SIGINT, after which nothing more is started", async () => {
  const engine = program(orderly);
  const running = engine.run(["up"], folder, {}).catch((error: unknown) => error);
  await eventually(() => notes("pid"), "it runs");
  engine.interrupt();
  expect(await running).toMatchObject({ output: { code: 7 } });
  expect(notes("signals")).toBe("SIGINT ");
  await expect(engine.run(["stack", "output"], folder, {})).rejects.toThrow(PulumiFailure);
});

test("a signal to the whole process group of Mayfly, as Ctrl-C sends it, does not reach the engine", async () => {
  program(orderly);
  // A process group of its own, as a shell gives to a command in a terminal.
  const source = join(folder, "group.mjs");
  const engine = pathToFileURL(builtProgram("environment", "engine-process.js")).href;
  writeFileSync(
    source,
    `import { EngineProcess } from ${JSON.stringify(engine)};
     const engine = new EngineProcess(${JSON.stringify(join(folder, "pulumi"))}, process.env);
     process.on("SIGINT", () => engine.interrupt());
     await engine.run(["up"], ${JSON.stringify(folder)}, {}).catch(() => undefined);`,
  );
  const group = spawn(process.execPath, [source], {
    detached: true,
    stdio: "inherit",
  });
  const ended = new Promise((resolve) => group.once("exit", resolve));
  try {
    await eventually(() => notes("pid"), "it runs");
    if (group.pid === undefined) throw new Error("not started");
    process.kill(-group.pid, "SIGINT");
    await ended;
    expect(notes("signals")).toBe("SIGINT ");
  } finally {
    group.kill("SIGKILL");
  }
});

test("to kill leaves nothing, not even what has a process group of its own", async () => {
  const engine = program(deaf);
  const running = engine.run(["up"], folder, {}).catch((error: unknown) => error);
  const child = Number(await eventually(() => notes("child"), "it runs"));
  await engine.kill();
  await running;
  await eventually(() => {
    try {
      process.kill(child, 0);
      return undefined;
    } catch {
      return true;
    }
  }, "its child is gone");
});
