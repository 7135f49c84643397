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

test("a stack that is none is a problem with a fix, and exits with 1", async () => {
  await using workplace = new Workplace();
  const args = ["doctor", "--stack", "no/such/stack/at-all"];
  const { exitCode, stdout, stderr } = await workplace.run(args, alone);
  expect(exitCode, stderr).toBe(1);
  expect(stdout).toMatch(/✖ stack +Expected letters.*\n +→ Make it with `mayfly init/);
  expect(stdout).toContain("Not checked: aws-credentials");
});
