import { expect, test } from "vitest";
import { localContainerDefinitions } from "../../../../automation/targets/local/task-containers.ts";

/** What the crawler of a local task is told about private addresses, when a run is asked for with `environment`. */
function allowPrivate(environment: Readonly<Record<string, string>>): string | undefined {
  const containers = localContainerDefinitions({ port: 4444 }, environment);
  return containers.find(({ name }) => name === "crawler")?.environment["MAYFLY_ALLOW_PRIVATE"];
}

test("on this machine, private addresses are crawled unless the run says otherwise", () => {
  expect(allowPrivate({})).toBe("true");
  expect(allowPrivate({ MAYFLY_ALLOW_PRIVATE: "false" })).toBe("false");
});
