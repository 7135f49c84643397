import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../automation/package-root.ts";
import { generated } from "./helpers/tables.ts";

/** `npm run tables` writes these files anew. */
describe("what is made from the code", async () => {
  it.each(Object.entries(await generated()))("%s says what the code says", async (file, text) => {
    await expect(text).toMatchFileSnapshot(join(packageRoot, file));
  });
});
