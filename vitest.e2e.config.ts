import { defineConfig } from "vitest/config";

/** Where CI wants the results as JSON. */
const report = process.env["MAYFLY_TEST_REPORT"];

/** The end-to-end tests: one file after the other, since they share one Docker engine and two cores. */
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    globalSetup: ["tests/e2e/helpers/engine.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    reporters: report ? ["verbose", ["json", { outputFile: report }]] : ["verbose"],
  },
});
