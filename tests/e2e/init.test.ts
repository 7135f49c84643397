import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtProgram } from "../../automation/package-root.ts";
import { pulumiFolder } from "../../scripts/e2e/index.mjs";
import { start } from "./helpers/commands.ts";
import { ProjectCopy } from "./helpers/project.ts";

/** One stack, as a user sets it up: with the real Pulumi CLI, in a terminal and without; no AWS, no Docker. */
describe("mayfly init", () => {
  let project: ProjectCopy;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    project = new ProjectCopy();
    env = {
      ...process.env,
      PATH: [await pulumiFolder(), process.env["PATH"]].join(delimiter),
      PULUMI_SKIP_UPDATE_CHECK: "1",
      HOME: join(project.folder, "home"),
      AWS_REGION: undefined,
      AWS_DEFAULT_REGION: undefined,
    };
  });
  afterAll(() => {
    project.remove();
  });

  const args = (...more: string[]) => [
    builtProgram("cli.js"),
    "init",
    "--cwd",
    project.folder,
    ...more,
  ];
  const init = (...more: string[]) =>
    start(process.execPath, args(...more), { cwd: project.folder, env }).ended;
  const settings = (stack = "dev") =>
    readFileSync(join(project.folder, `Pulumi.${stack}.yaml`), "utf8");

  /** In a terminal of its own: types each answer once its question is there. */
  const typing = async (answers: readonly (readonly [question: string, keys: string])[]) => {
    const command = [process.execPath, ...args()].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["-qefc", command, "/dev/null"], { cwd: project.folder, env });
    let [screen, from] = ["", 0];
    const left = [...answers];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      screen += text;
      for (let next = left[0]; next !== undefined; next = left[0]) {
        const at = screen.indexOf(next[0], from);
        if (at < 0) return;
        left.shift();
        from = at + next[0].length;
        child.stdin.write(next[1]);
      }
    });
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { exitCode, screen, left };
  };

  it("refuses what is missing where nobody can be asked, and saves nothing", async () => {
    const { exitCode, stderr } = await init("--config", "aws:region=eu-north-1");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Expected --config dockerHubUser=VALUE and --secret dockerHubToken");
    expect(existsSync(join(project.folder, "Pulumi.dev.yaml"))).toBe(false);
  });

  it("asks in a terminal, again after a wrong answer, and says what comes next", async () => {
    const { exitCode, screen, left } = await typing([
      ["AWS region: ", "nowhere\r"],
      ["Expected a region", ""],
      ["AWS region: ", "eu-north-1\r"],
      ["Docker Hub user", "you\r"],
      ["CPU units", "1024\r"],
      ["Memory", "\r"],
      ["Time to live", "2h\r"],
      ["dockerHubToken: ", "s3cret\r"],
    ]);
    expect(exitCode, screen).toBe(0);
    expect(left).toEqual([]);
    expect(screen).not.toContain("s3cret");
    expect(screen).toContain(`mayfly up --stack dev --cwd ${project.folder}`);
    expect(settings()).toMatch(/aws:region: eu-north-1\n.*mayfly:cpu: "1024"\n/s);
    expect(settings()).toMatch(/mayfly:dockerHubToken:\s+secure: /);
    expect(settings()).not.toContain("s3cret");
  });

  it("changes one setting of a stack that is there without asking, and refuses what does not go with the others", async () => {
    const before = settings();
    const refused = await init("--config", "cpu=256");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("MiB for memory, which is what Fargate has with cpu 256");
    expect(settings()).toBe(before);
    const changed = await init("--config", "cpu=2048", "--json");
    expect(changed.exitCode, changed.output).toBe(0);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      stack: "dev",
      isNew: false,
      saved: ["cpu"],
    });
    expect(settings()).toContain('mayfly:cpu: "2048"');
  });

  it("ends with 130 at Ctrl-C, and saves nothing", async () => {
    const before = settings();
    const { exitCode, screen } = await typing([["AWS region [eu-north-1]", "\u0003"]]);
    expect(exitCode).toBe(130);
    expect(screen).toContain("Stopped at the question for AWS region");
    expect(settings()).toBe(before);
  });
});
