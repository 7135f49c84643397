import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { nodeBinary } from "../helpers/tools.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** What was built, on every Node.js that `engines` promises. The tests themselves run on one of them. */
describe.each([
  { major: process.versions.node.split(".")[0], node: process.execPath },
  { major: "22", node: nodeBinary(22) },
  { major: "24", node: nodeBinary(24) },
])("on Node.js $major", ({ major, node }) => {
  test("is the right Node.js", async () => {
    expect((await run(node, ["--version"])).stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  test("the command that was built starts", async () => {
    const { stdout } = await run(node, ["dist/automation/cli.js", "--help"], { cwd: root });
    expect(stdout).toContain("Usage: mayfly");
  });

  test("the library that was built can be imported by its name", async () => {
    const script = 'console.log(typeof (await import("mayfly")).run);';
    const args = ["--input-type=module", "--eval", script];
    expect((await run(node, args, { cwd: root })).stdout).toBe("function\n");
  });

  test("the crawler that was built starts, and refuses to crawl nothing", async () => {
    const started = run(node, ["crawler/dist/main.js"], { cwd: root, env: {} });
    await expect(started).rejects.toMatchObject({ code: 4 });
  });
});
