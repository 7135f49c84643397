import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes a folder with a Pulumi project and a program `pulumi` that stands for the CLI: `answer` is JavaScript that has the
 * arguments as the text `args`, and `fail(why)`.
 */
export function pulumiDouble(answer: string): string {
  const folder = mkdtempSync(join(tmpdir(), "mayfly-pulumi-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: mayfly\nruntime: nodejs\n");
  const path = join(folder, "pulumi");
  writeFileSync(
    path,
    `#!/usr/bin/env node
const args = process.argv.slice(2).join(" ");
const fail = (why) => {
  console.error("error: " + why);
  process.exitCode = 255;
};
if (args.startsWith("version")) console.log("v3.259.0");
else {
${answer}
}
`,
  );
  chmodSync(path, 0o755);
  return folder;
}
