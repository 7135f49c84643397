import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where CI wants the results as JSON. */
const report = process.env["MAYFLY_TEST_REPORT"];

export default defineConfig({
  resolve: {
    // The library under its own name, from the sources.
    alias: { mayfly: fileURLToPath(new URL("automation/index.ts", import.meta.url)) },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
