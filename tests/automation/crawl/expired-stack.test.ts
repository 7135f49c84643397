import { rmSync } from "node:fs";
import { delimiter } from "node:path";
import { expect, test } from "vitest";
import { crawl } from "../../../automation/crawl/crawl.ts";
import { Workplace } from "../../helpers/mayfly.ts";
import { pulumiDouble } from "../../helpers/pulumi-double.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";

test("a crawl in a stack that has expired is refused as a run is: nothing was started", async () => {
  await using workplace = new Workplace();
  const outputs = JSON.stringify(JSON.stringify(goodOutputs));
  const folder = pulumiDouble(
    `if (args.startsWith("stack output")) console.log(args.includes("--show-secrets") ? ${outputs} : "{}");`,
  );
  try {
    const PATH = [folder, process.env["PATH"]].join(delimiter);
    const env = { PATH, PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: "x" };
    const where = {
      target: "fargate",
      stack: "dev",
      workDir: folder,
      out: workplace.base,
      env,
    } as const;
    await expect(crawl({ urls: ["http://a.test/"], ...where })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        `Expected an environment that lives on, but stack dev expires at ${String(goodOutputs.expiresAt)}`,
      ) as string,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 30_000);
