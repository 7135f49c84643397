import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../automation/package-root.ts";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const specifier = /(?:\bfrom |\bimport\(|^import )"((?:node:|@[\w-]+\/)?[\w-][\w./-]*)"/gm;

test("what an installed package loads is among its dependencies, not among those of its development", () => {
  const manifest = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as Manifest;
  const known = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const sources = ["automation", "infra", "crawler/src"].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(packageRoot, folder, file)),
  );
  const asked = new Set(
    [...sources, join(packageRoot, "index.ts")].flatMap((file) => {
      const code = readFileSync(file, "utf8").replaceAll(
        /^\s*(?:\/?\*|\/\/).*$|import type [^;]*;/gm,
        "",
      );
      return Array.from(code.matchAll(specifier), ([, name = ""]) => name);
    }),
  );
  const packages = Array.from(asked, (name) =>
    name
      .split("/")
      .slice(0, name.startsWith("@") ? 2 : 1)
      .join("/"),
  ).filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
  expect(packages).toContain("@aws-sdk/client-iam");
  expect(packages.filter((name) => !known.includes(name))).toEqual([]);
});
