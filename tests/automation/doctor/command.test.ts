import { expect, test } from "vitest";
import { Workplace } from "../../helpers/mayfly.ts";
import { violations } from "../../helpers/schemas.ts";
import type { DoctorReport } from "../../../automation/doctor/doctor.ts";

/** No stack, no engine, and no way to AWS: whoever asked it would be heard. */
const alone = {
  DOCKER_HOST: "unix:///nowhere/docker.sock",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  MAYFLY_STACK: "dev",
};

test("without a stack this machine alone is looked at, and what was not is said", async () => {
  await using workplace = new Workplace();
  const { exitCode, stdout } = await workplace.run(["doctor", "--json"], alone);
  const report = JSON.parse(stdout) as DoctorReport;
  expect(violations("doctor", report)).toEqual([]);
  expect(report.checks.map(({ id }) => id)).not.toContain("stack");
  expect(report.notChecked).toContain("aws-credentials");
  expect(exitCode).toBe(report.status === "problem" ? 1 : 0);
  const of = (id: string) => report.checks.find((checked) => checked.id === id);
  expect(of("node")).toMatchObject({ status: "ok" });
  expect(of("docker")).toMatchObject({ status: "warning" });
  // Browser and driver with their versions.
  expect(of("browser")?.found).toMatch(/ (\d+)\.\S+, .* \1\.\S+$/);
});

test.each([
  [
    ["--stack", "no/such/stack/at-all"],
    'for --stack, 100 at most, .* but got "no/such/stack/at-all"',
  ],
  [["--cwd", "nowhere"], 'Expected a folder with a Pulumi.yaml for --cwd, but got ".*/nowhere"'],
  [["--target", "moon"], 'Expected local or docker or fargate for --target, but got "moon"'],
  [["--target", "fargate"], "Expected a stack for the target fargate, but got none"],
])("%j is bad usage", async (args, sentence) => {
  await using workplace = new Workplace();
  const { exitCode, stdout, stderr } = await workplace.run(["doctor", ...args], alone);
  expect([exitCode, stdout], stderr).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`^mayfly: .*${sentence}`));
});

test.each([
  ["local", "browser", "docker"],
  ["docker", "docker", "browser"],
])("what %s needs, %s, is a problem without it; %s is not", async (target, needed, other) => {
  await using workplace = new Workplace();
  const nothing = { ...alone, MAYFLY_BROWSER_BINARY: "/nowhere/chromium" };
  const args = ["doctor", "--json", ...(target === "local" ? [] : ["--target", target])];
  const { exitCode, stdout } = await workplace.run(args, nothing);
  const { checks } = JSON.parse(stdout) as DoctorReport;
  expect(exitCode).toBe(1);
  expect(checks.find(({ id }) => id === needed)).toMatchObject({ status: "problem" });
  expect(checks.find(({ id }) => id === other)).toMatchObject({ status: "warning" });
});
