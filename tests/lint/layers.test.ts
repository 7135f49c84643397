import { fileURLToPath } from "node:url";
import { ESLint, type Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";

// The project's own configuration. Types are off, since the files of these tests exist in the tests only.
const untyped: Linter.Config = {
  rules: tseslint.configs.disableTypeChecked.rules ?? {},
  files: ["**/*.ts"],
  languageOptions: { parserOptions: { projectService: false } },
};
const eslint = new ESLint({
  cwd: fileURLToPath(new URL("../..", import.meta.url)),
  overrideConfig: untyped,
});

/** What the layer rules say about a file with this text. */
async function complaints(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  const messages = result?.messages ?? [];
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages
    .filter(({ ruleId }) => ruleId?.startsWith("no-restricted-"))
    .map(({ message }) => message);
}

const importing = (specifier: string) => `import { it } from "${specifier}";\nvoid it;\n`;

describe("imports against the arrows are refused", () => {
  test.each([
    ["infra/cluster.ts", "../automation/errors.ts"],
    ["infra/cluster.ts", "mayfly"],
    ["infra/cluster.ts", "../crawler/src/crawl.ts"],
    ["infra/container-definitions.ts", "../crawler/src/contract.ts"],
    ["infra/outputs.ts", "node:fs"],
    ["infra/outputs.ts", "./config/ttl.ts"],
    ["infra/config/ttl.ts", "@pulumi/pulumi"],
    ["infra/cluster.ts", "@pulumi/awsx"],
    ["infra/cluster.ts", "@pulumi/aws"],
    ["infra/cluster.ts", "@pulumi/aws/ecs/cluster.js"],
    ["infra/cluster.ts", "@pulumi/docker"],
    ["automation/commands/up.ts", "@pulumi/pulumi/automation/index.js"],
    ["automation/environment/operate.ts", "../../infra/cluster.ts"],
    ["automation/environment.ts", "../infra/cluster.ts"],
    ["automation/targets/fargate/target.ts", "../../../infra/network.ts"],
    ["automation/targets/local/target.ts", "../../../crawler/src/crawl.ts"],
    ["automation/commands/run.ts", "../../crawler/src/crawl.ts"],
    ["automation/lifecycle/ledger.ts", "node:fs"],
    ["automation/lifecycle/ledger.ts", "@aws-sdk/client-ecs"],
    ["automation/lifecycle/ledger.ts", "../targets/target.ts"],
    ["automation/lifecycle/ledger.ts", "../views/plain.ts"],
    ["automation/lifecycle/ledger.ts", "../commands/run.ts"],
    ["crawler/src/crawl.ts", "../../automation/errors.ts"],
    ["crawler/src/crawl.ts", "../package.json"],
    ["crawler/src/gate/probe.ts", "../../../infra/outputs.ts"],
    ["crawler/src/contract.ts", "./config.ts"],
    ["crawler/src/config.ts", "./crawl.ts"],
    ["crawler/src/misspelt-names.ts", "./crawl.ts"],
    ["crawler/src/config.ts", "picomatch"],
    ["crawler/src/setting-parsers.ts", "./crawl.ts"],
    ["crawler/src/page.ts", "selenium-webdriver"],
    ["crawler/src/page.ts", "selenium-webdriver/chrome.js"],
    ["crawler/src/page-archive.ts", "warcio"],
    ["crawler/src/page-archive.ts", "warcio/node"],
    ["crawler/src/session.ts", "ws"],
    ["crawler/src/scope.ts", "re2js"],
    ["crawler/src/object-store.ts", "@aws-sdk/client-s3"],
    ["automation/targets/local/target.ts", "selenium-webdriver"],
    ["automation/views/live.ts", "commander"],
    ["automation/commands/run.ts", "log-update"],
    ["index.ts", "commander"],
    ["automation/run/conduct.ts", "@aws-sdk/client-ecs"],
  ])("%s may not import %s", async (file, specifier) => {
    expect(await complaints(file, importing(specifier))).toHaveLength(1);
  });

  test("the type of a forbidden import is forbidden as well", async () => {
    const text = 'import type { it } from "../automation/errors.ts";\nexport type That = it;\n';
    expect(await complaints("infra/cluster.ts", text)).toHaveLength(1);
  });

  test("so is handing it on", async () => {
    const text = 'export * from "../infra/cluster.ts";\n';
    expect(await complaints("automation/index.ts", text)).toHaveLength(1);
  });
});

test("the message says what is allowed instead", async () => {
  const [message] = await complaints("crawler/src/page.ts", importing("selenium-webdriver"));
  expect(message).toContain("selenium-webdriver is imported in crawler/src/session.ts only.");
});

describe("imports along the arrows are fine", () => {
  test.each([
    ["index.ts", "./infra/cluster.ts"],
    ["infra/aws.ts", "@pulumi/aws/ecs/cluster.js"],
    ["automation/targets/fargate/aws.ts", "@aws-sdk/client-ecs"],
    ["infra/cluster.ts", "./container-definitions.ts"],
    ["infra/task-definition.ts", "../crawler/src/contract.ts"],
    ["automation/environment.ts", "../infra/outputs.ts"],
    ["automation/targets/local/target.ts", "../../../infra/container-definitions.ts"],
    ["automation/targets/fargate/size-override.ts", "../../../infra/config/task-size.ts"],
    ["automation/commands/run.ts", "../../crawler/src/config.ts"],
    ["automation/commands/misspelt.ts", "../../crawler/src/misspelt-names.ts"],
    ["automation/commands/run.ts", "commander"],
    ["automation/cli-program.ts", "commander"],
    ["automation/views/live.ts", "log-update"],
    ["automation/lifecycle/ledger.ts", "./task-snapshot.ts"],
    ["automation/lifecycle/verdict.ts", "../../crawler/src/contract.ts"],
    ["crawler/src/config.ts", "./contract.ts"],
    ["crawler/src/gate/probe.ts", "../contract.ts"],
    ["crawler/src/session.ts", "selenium-webdriver"],
    ["crawler/src/warc-records.ts", "warcio"],
    ["crawler/src/devtools.ts", "ws"],
    ["crawler/src/url-pattern.ts", "re2js"],
    ["crawler/src/s3.ts", "@aws-sdk/client-s3"],
    ["tests/automation/run.test.ts", "../../infra/cluster.ts"],
  ])("%s may import %s", async (file, specifier) => {
    expect(await complaints(file, importing(specifier))).toEqual([]);
  });
});

describe("the end of the process is decided at its edge", () => {
  test.each(["automation/run.ts", "crawler/src/crawl.ts", "infra/cluster.ts", "index.ts"])(
    "%s may not call process.exit() or set process.exitCode",
    async (file) => {
      expect(await complaints(file, "process.exitCode = 1;\nprocess.exit();\n")).toHaveLength(2);
    },
  );

  test.each(["automation/cli.ts", "crawler/src/main.ts", "automation/targets/local/guard-main.ts"])(
    "%s may",
    async (file) => {
      expect(await complaints(file, "process.exitCode = 1;\nprocess.exit();\n")).toEqual([]);
    },
  );

  test("the pure files do not even know the process and its timers", async () => {
    const text = "setTimeout(() => process.cwd(), 1);\n";
    expect(await complaints("automation/lifecycle/ledger.ts", text)).toHaveLength(2);
  });
});

describe("the crawler asks the network in one place, where addresses are checked:", () => {
  const text = 'await fetch("https://a.org/");\nconst ask = fetch;\nvoid ask;\n';

  test.each(["robots.ts", "sitemap.ts", "main.ts", "page-archive.ts", "crawl-network.ts"])(
    "%s may not fetch",
    async (file) => {
      expect(await complaints(`crawler/src/${file}`, text)).toHaveLength(2);
    },
  );

  test.each(["network.ts", "gate.ts", "gate-probe.ts", "task-resources.ts", "open-results.ts"])(
    "%s may",
    async (file) => {
      expect(await complaints(`crawler/src/${file}`, text)).toEqual([]);
    },
  );
});

describe("the rules that keep promises and types honest are on", () => {
  test("for every TypeScript file", async () => {
    const config = (await new ESLint().calculateConfigForFile("automation/errors.ts")) as {
      rules: Record<string, [severity: number]>;
    };
    const rules = [
      "no-floating-promises",
      "switch-exhaustiveness-check",
      "only-throw-error",
      "consistent-type-imports",
      "no-explicit-any",
      "ban-ts-comment",
    ];
    const off = rules.filter((rule) => config.rules[`@typescript-eslint/${rule}`]?.[0] !== 2);
    expect(off).toEqual([]);
  });
});
