import { expect, test } from "vitest";
import { dryRun } from "../../../automation/commands/dry-run.ts";
import type { RunOptions } from "../../../automation/run/run-options.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";
import { Workplace } from "../../helpers/mayfly.ts";

const minutesFromNow = (minutes: number): string =>
  new Date(Date.now() + minutes * 60_000).toISOString();

/** What a dry run prints, and says, of a stack that expires so. */
async function printed(expiresAt: string, options: Partial<RunOptions>) {
  await using workplace = new Workplace();
  const outputs = { ...goodOutputs, expiresAt };
  const said: string[] = [];
  const log = (line: string) => said.push(line);
  const all = { urls: ["http://a.test/"], outputs, out: workplace.base, log, ...options };
  const texts: string[] = [];
  const stdout = { write: (text: string) => texts.push(text) };
  const context = { stdout } as unknown as Parameters<typeof dryRun>[2];
  expect(await dryRun(all, 1, context, true)).toBe(0);
  return { text: texts.join(""), said };
}

test.each([
  { timeLimit: 5000 },
  { launch: { environment: { MAYFLY_TIME_LIMIT: "99999" } } },
  { outputs: { ...goodOutputs, expiresAt: minutesFromNow(10), timeLimitSeconds: 7200 } },
])("a dry run has the time limit that the run would have: %#", async (options) => {
  const { text, said } = await printed(minutesFromNow(10), options);
  const limits = [...text.matchAll(/"MAYFLY_TIME_LIMIT","value":"(\d+)"/g)].map(([, one]) =>
    Number(one),
  );
  expect(limits.length).toBeGreaterThan(0);
  for (const limit of limits) expect(limit).toBeLessThanOrEqual(420);
  expect(said).toEqual([expect.stringContaining("since the environment expires at")]);
});

test("what the run would refuse is refused", async () => {
  await expect(printed(minutesFromNow(3), {})).rejects.toThrow("an environment that lives on");
  const launch = { environment: { MAYFLY_MAX_PAGES: "many" } };
  await expect(printed(minutesFromNow(60), { launch })).rejects.toThrow("--env MAYFLY_MAX_PAGES");
});
