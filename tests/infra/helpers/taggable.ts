import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const resolve = createRequire(import.meta.url).resolve;

/** Whether a type of `@pulumi/aws` or `@pulumi/awsx` takes tags, by what its class hands on to the provider. */
export function isTaggable(type: string): boolean {
  const [, packageName, path = ""] = /^(aws|awsx):(.*):\w+$/.exec(type) ?? [];
  if (packageName === undefined) return false;
  const name = type.split(":").at(-1) ?? "";
  const file =
    packageName === "aws" ? path : `${path}/${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const source = readFileSync(resolve(`@pulumi/${packageName}/${file}.js`), "utf8");
  return source.includes('resourceInputs["tags"]');
}
