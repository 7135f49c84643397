// `.ci/run` calls this last: adds up the steps in a folder of `<step>.code` and `<step>.json` (vitest's JSON report).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { countStep } from "./lib/count.mjs";

const folder = process.argv[2] ?? ".";
const total = { passed: 0, failed: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith(".code"))) {
  const code = Number(readFileSync(join(folder, file), "utf8"));
  const report = join(folder, file.replace(/\.code$/, ".json"));
  const { passed, failed } = countStep(
    code,
    existsSync(report) ? readFileSync(report, "utf8") : "",
  );
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
