import { startVitest } from "vitest/node";
import { root } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";

/**
 * Watching tasks with Mayfly beside watching them as other tools do. The double of ECS and what is measured are TypeScript
 * of the tests, so Vitest runs it; what it prints comes through as it is.
 */
export async function watchingBench() {
  say("watching", "hours of scripted tasks, in about a minute");
  const vitest = await startVitest("test", [], {
    root,
    config: false,
    watch: false,
    include: ["tests/bench/*.bench.ts"],
    reporters: [{ onTestRunEnd: tellErrors }],
    disableConsoleIntercept: true,
    testTimeout: 600_000,
  });
  await vitest.close();
}

/**
 * @param {readonly import("vitest/node").TestModule[]} modules
 * @param {readonly {message?: string}[]} unhandled
 */
function tellErrors(modules, unhandled) {
  const errors = modules.flatMap((module) => [
    ...module.errors(),
    ...[...module.children.allTests()].flatMap((test) => test.result().errors ?? []),
  ]);
  for (const { message = "" } of [...errors, ...unhandled]) console.error(`✖ ${message}`);
}
