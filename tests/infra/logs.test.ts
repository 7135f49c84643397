import { expect, test } from "vitest";
import { CrawlLogs } from "../../infra/logs.ts";
import { only, runParts } from "./helpers/program.ts";

test("one log group, named after the family, keeps what both containers say for some days", async () => {
  const recording = await runParts(() => {
    const logs = new CrawlLogs("moths", {
      family: "moths-crawl",
      retentionDays: 14,
      tags: { a: "b" },
    });
    return { name: logs.groupName, arn: logs.groupArn, prefix: logs.streamPrefix };
  });
  const group = only(recording, "aws:cloudwatch/logGroup:LogGroup");
  expect(group.name).toBe("moths");
  expect(group.inputs).toMatchObject({
    name: "/ecs/moths-crawl",
    retentionInDays: 14,
    tags: { a: "b" },
  });
  // It goes with the stack.
  expect(group.inputs["skipDestroy"]).toBeUndefined();
  expect(group.retainOnDelete).toBe(false);
  expect(recording.outputs).toEqual({
    name: "/ecs/moths-crawl",
    arn: "arn:aws:logs:eu-north-1:123456789012:log-group:/ecs/moths-crawl",
    prefix: "crawl",
  });
});
