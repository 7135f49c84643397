import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { stringify } from "yaml";
import { packageRoot } from "../../automation/package-root.ts";
import { configKeys, unset, type ConfigKey } from "../../infra/config/keys.ts";
import { stackOutputsSchema } from "../../infra/outputs.ts";

/** Files of which a part is made from the code, as the code has it now. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const readme = between(
    between(read("README.md"), "configuration", configTable()),
    "outputs",
    outputTable(),
  );
  const [head = ""] = read("Pulumi.yaml").split(/^config:$/m);
  const config = stringify({ config: pulumiConfig() }, { lineWidth: 0 });
  const options = { printWidth: 100 };
  return {
    "README.md": await format(readme, { ...options, parser: "markdown" }),
    "Pulumi.yaml": await format(head + config, { ...options, parser: "yaml" }),
    "schemas/stack-outputs.schema.json": await format(JSON.stringify(stackOutputsSchema), {
      ...options,
      parser: "json",
    }),
  };
}

const read = (file: string): string => readFileSync(join(packageRoot, file), "utf8");

const keys: readonly (readonly [name: string, key: ConfigKey])[] = Object.entries(configKeys);

function between(text: string, mark: string, table: string): string {
  const [begin, end] = [`<!-- ${mark}: npm run tables -->`, `<!-- end of ${mark} -->`];
  const parts = text.split(begin);
  const rest = parts[1]?.split(end);
  if (parts.length !== 2 || rest?.length !== 2) throw new Error(`README.md lacks ${begin}`);
  return `${parts[0] ?? ""}${begin}\n\n${table}\n\n${end}${rest[1] ?? ""}`;
}

/** In Markdown, angle brackets would be a tag. */
const escaped = (text: string): string => text.replace(/[<>]/g, "\\$&");

function configTable(): string {
  const rows = keys.map(([name, { description, otherwise, default: fallback, type }]) => {
    const value = fallback === undefined ? (otherwise ?? "") : `\`${String(fallback)}\``;
    return `| \`${name}\` | ${escaped(description)} | ${escaped(value)} | ${type} |`;
  });
  return ["| key | meaning | default | type |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function outputTable(): string {
  const properties = stackOutputsSchema["properties"] as Record<string, { description: string }>;
  const rows = Object.entries(properties).map(
    ([name, { description }]) => `| \`${name}\` | ${escaped(description)} |`,
  );
  return ["| output | meaning |", "| --- | --- |", ...rows].join("\n");
}

function pulumiConfig(): object {
  return Object.fromEntries(
    keys.map(([name, { type, description, default: fallback }]) => [
      `mayfly:${name}`,
      {
        type,
        ...(type === "array" ? { items: { type: "string" } } : {}),
        description,
        default: fallback ?? unset[type],
      },
    ]),
  );
}
