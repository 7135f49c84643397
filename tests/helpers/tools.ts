import { existsSync } from "node:fs";
import * as tools from "../../scripts/lib/tools.mjs";

/** The folders of real HTML pages that `npm test` unpacked; none on a system without Debian's packages. */
export const documentationFolders = tools.documentationFolders;

/** The Node.js of another major version that `npm test` installed. */
export function nodeBinary(major: 22 | 24): string {
  const path = tools.nodeBinary(major);
  if (!existsSync(path)) throw new Error(`There is no ${path}: run \`npm run pretest\` first.`);
  return path;
}
