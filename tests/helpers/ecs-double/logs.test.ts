import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { startWithClients, type DoubleWithClients } from "./clients.ts";
import { ordinaryTask } from "./scripts-ordinary.ts";

const script = ordinaryTask({ crawlerLines: ["one", "two", "three", "four"] });

const read = async (
  aws: DoubleWithClients,
  arn: string,
  more: Partial<GetLogEventsCommandInput> = {},
) => {
  const { logGroupName, logStreamPrefix } = aws.double.outputs;
  const logStreamName = `${logStreamPrefix}/crawler/${String(arn.split("/").at(-1))}`;
  const answer = await aws.logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, ...more }),
  );
  return {
    lines: answer.events?.map(({ message }) => message),
    token: answer.nextForwardToken ?? "",
  };
};

test("A log is read in pages to its end, where the same token comes back until there is more", async () => {
  await using aws = await startWithClients({ script });
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(60_000);
  const first = await read(aws, arn, { startFromHead: true, limit: 1 });
  const second = await read(aws, arn, { nextToken: first.token });
  expect([first.lines, second.lines]).toEqual([["one"], ["two"]]);
  expect(await read(aws, arn, { nextToken: second.token })).toEqual({
    lines: [],
    token: second.token,
  });
  await aws.double.advance(60_000);
  const third = await read(aws, arn, { nextToken: second.token });
  expect(third.lines).toEqual(["three", "four"]);
  expect((await read(aws, arn, { limit: 2 })).lines).toEqual(["three", "four"]);
  await expect(read(aws, arn, { nextToken: "x" })).rejects.toThrow("nextToken is invalid");
});

test("A log can be read from a time on", async () => {
  await using aws = await startWithClients({ script });
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(120_000);
  const { startedAt } = (await aws.describe(arn)) ?? {};
  const startTime = Number(startedAt) + 15_000;
  expect((await read(aws, arn, { startTime, startFromHead: true })).lines).toEqual([
    "two",
    "three",
    "four",
  ]);
  expect((await read(aws, arn, { startTime, endTime: startTime + 1 })).lines).toEqual(["two"]);
});

test("Pages can be empty though there is more", async () => {
  await using aws = await startWithClients({ script });
  aws.double.faults.emptyLogPages = true;
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(120_000);
  const empty = await read(aws, arn, { startFromHead: true });
  const full = await read(aws, arn, { nextToken: empty.token, limit: 3 });
  const between = await read(aws, arn, { nextToken: full.token });
  const rest = await read(aws, arn, { nextToken: between.token });
  expect([empty, full, between, rest].map(({ lines }) => lines?.length)).toEqual([0, 3, 0, 1]);
  const end = await read(aws, arn, { nextToken: rest.token });
  expect(await read(aws, arn, { nextToken: end.token })).toEqual(end);
});

test("A stream does not exist until its container runs, or later", async () => {
  await using aws = await startWithClients({ script });
  const { faults, outputs } = aws.double;
  const [arn = ""] = await aws.runTask();
  const list = async () => {
    const { logGroupName, logStreamPrefix: logStreamNamePrefix } = outputs;
    const command = new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix });
    const { logStreams } = await aws.logs.send(command);
    return logStreams?.map(({ logStreamName }) => logStreamName?.split("/")[1]);
  };
  await aws.double.advance(28_000);
  expect(await list()).toEqual(["selenium"]);
  await expect(read(aws, arn)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  faults.lateStreamMs = 30_000;
  await aws.double.advance(12_000);
  await expect(read(aws, arn)).rejects.toThrow("The specified log stream does not exist.");
  await aws.double.advance(30_000);
  expect(await list()).toEqual(["crawler", "selenium"]);
  expect((await read(aws, arn)).lines).toEqual(["one", "two", "three"]);
});
