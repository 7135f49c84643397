import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awsApi, type AwsOptions } from "../../../../automation/targets/fargate/aws.ts";
import { outputs, signal, taskArn } from "./fakes.ts";

/** What the server answers: status and body; "silence" is no answer. */
type Answer = readonly [status: number, body: string] | "silence";

const requests: { action: string; body: string }[] = [];
let answers: Answer[] = [];

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part: string) => (body += part));
  request.on("end", () => {
    requests.push({ action: String(request.headers["x-amz-target"] ?? "query"), body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer === "silence") return;
    response.writeHead(answer[0], { "content-type": "application/x-amz-json-1.1" });
    response.end(answer[1]);
  });
});

function api(...script: Answer[]) {
  answers = script;
  return (options: Partial<AwsOptions> = {}) => {
    const { port } = server.address() as AddressInfo;
    return awsApi({ region: "eu-north-1", endpoint: `http://127.0.0.1:${port}`, ...options });
  };
}

beforeEach(async () => {
  requests.length = 0;
  vi.stubEnv("AWS_ACCESS_KEY_ID", "id");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "key");
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

const asked = { cluster: outputs.clusterArn, tasks: [taskArn] };

test("a call goes out in the protocol of AWS, is counted, and times come back as times", async () => {
  const calls: string[] = [];
  const aws = api([200, JSON.stringify({ tasks: [{ taskArn, createdAt: 1.5 }], failures: [] })])({
    onCall: (action) => calls.push(action),
  });
  const { tasks } = await aws.describeTasks(asked, signal);
  expect(tasks?.[0]?.createdAt).toEqual(new Date(1500));
  expect(requests[0]?.action).toMatch(/\.DescribeTasks$/);
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual(asked);
  expect(calls).toEqual(["ecs:DescribeTasks"]);
});

test("an exception of AWS comes as a sentence with its action and region", async () => {
  const aws = api([
    400,
    JSON.stringify({ __type: "ClusterNotFoundException", message: "Cluster not found." }),
  ])();
  await expect(aws.describeTasks(asked, signal)).rejects.toMatchObject({
    name: "AwsError",
    kind: "notFound",
    message: expect.stringContaining("no such ECS cluster in eu-north-1") as string,
  });
});

test("a service that does not answer ends the call in its time", async () => {
  const aws = api("silence")({ timeoutMs: 50 });
  await expect(aws.describeTasks(asked, signal)).rejects.toMatchObject({
    kind: "network",
    message: expect.stringContaining("no answer within 0.05 seconds") as string,
  });
});

test("an aborted call ends with the reason of the abort, and no other is made", async () => {
  const aws = api("silence")();
  const leaving = new AbortController();
  const call = aws.describeTasks(asked, leaving.signal);
  await vi.waitUntil(() => requests.length === 1);
  leaving.abort(new Error("leaving"));
  await expect(call).rejects.toThrow("leaving");
  await expect(aws.describeTasks(asked, leaving.signal)).rejects.toThrow("leaving");
  expect(requests).toHaveLength(1);
});

test("throttling is tried twice by the SDK and no more: the callers know better when", async () => {
  const aws = api([
    400,
    JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }),
  ])();
  await expect(aws.describeTasks(asked, signal)).rejects.toMatchObject({ kind: "throttled" });
  expect(requests.length).toBeLessThanOrEqual(2);
});

test("the public address is read out of EC2's answer", async () => {
  const found = (address: string): string =>
    `<DescribeNetworkInterfacesResponse><networkInterfaceSet><item>${address}</item></networkInterfaceSet></DescribeNetworkInterfacesResponse>`;
  const association = "<association><publicIp>198.51.100.7</publicIp></association>";
  const aws = api([200, found(association)], [200, found("")])();
  const input = { networkInterfaceId: "eni-1" };
  expect(await aws.publicAddressOf(input, signal)).toBe("198.51.100.7");
  expect(await aws.publicAddressOf(input, signal)).toBeNull();
});

test("AWS_ENDPOINT_URL is heeded where no endpoint is given", async () => {
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  answers = [[200, JSON.stringify({ taskArns: [taskArn] })]];
  const aws = awsApi({ region: "eu-north-1" });
  expect((await aws.listTasks({ cluster: "c" }, signal)).taskArns).toEqual([taskArn]);
});

test("the SDK's warning about Node.js stays off the user's terminal, and the environment as it was", async () => {
  const warn = vi.spyOn(process, "emitWarning");
  const environment = { ...process.env };
  const aws = api([200, "{}"])();
  await aws.stopTask({ cluster: "c", task: taskArn, reason: "r" }, signal);
  expect(warn).not.toHaveBeenCalled();
  expect(process.env).toEqual(environment);
});

test("a long poll has its wait besides the time of a call", async () => {
  const aws = api("silence")({ timeoutMs: 50 });
  const poll = { queueUrl: "http://a.test/1/queue", waitSeconds: 0.1, visibilitySeconds: 10 };
  await expect(aws.receiveMessages(poll, signal)).rejects.toMatchObject({
    kind: "network",
    message: expect.stringContaining("no answer within 0.15 seconds") as string,
  });
});

test("messages are received with their age, and given back and deleted by their handles, at the endpoint that was given", async () => {
  const queueUrl = "https://sqs.eu-north-1.amazonaws.com/123456789012/queue";
  const body = "hello";
  const received = {
    ...{ Body: body, MD5OfBody: createHash("md5").update(body).digest("hex") },
    ReceiptHandle: "handle",
    Attributes: { SentTimestamp: "1500", ApproximateReceiveCount: "3" },
  };
  const warn = vi.spyOn(console, "warn");
  const aws = api([200, JSON.stringify({ Messages: [received] })], [200, "{}"])();
  const poll = { queueUrl, waitSeconds: 20, visibilitySeconds: 10 };
  expect(await aws.receiveMessages(poll, signal)).toEqual([
    { body, receiptHandle: "handle", sentMs: 1500, received: 3 },
  ]);
  expect(await aws.receiveMessages(poll, signal)).toEqual([]);
  const changes = [{ receiptHandle: "handle", visibilitySeconds: 0 }];
  await aws.changeMessageVisibility({ queueUrl, changes }, signal);
  await aws.deleteMessages({ queueUrl, receiptHandles: ["handle"] }, signal);
  const sent = requests.map((request) => JSON.parse(request.body) as object);
  expect(sent[0]).toMatchObject({ QueueUrl: queueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 10 });
  expect(sent[2]).toMatchObject({
    Entries: [{ ReceiptHandle: "handle", VisibilityTimeout: 0, Id: "0" }],
  });
  expect(sent[3]).toMatchObject({ Entries: [{ ReceiptHandle: "handle", Id: "0" }] });
  expect(warn).not.toHaveBeenCalled();
});
