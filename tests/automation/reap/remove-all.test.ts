import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { removeAll } from "../../../automation/reap/remove-all.ts";
import { useSomeAwsCredentials } from "../../helpers/aws-credentials.ts";

useSomeAwsCredentials();

const queue = "arn:aws:sqs:eu-north-1:123456789012:moths";
const machine = "arn:aws:states:eu-north-1:123456789012:stateMachine:moths";
const subnet = "arn:aws:ec2:eu-north-1:123456789012:subnet/subnet-1";
const signal = new AbortController().signal;

/** Answers of the double, by turns; the last one stays. */
let answers: (readonly [status: number, body: string])[] = [];
let asked = 0;
const server = createServer((incoming, outgoing) => {
  incoming.resume();
  const [status, body] = answers[Math.min(asked, answers.length - 1)] ?? [500, ""];
  asked += 1;
  outgoing.writeHead(status, {
    "content-type": body.startsWith("<") ? "text/xml" : "application/x-amz-json-1.0",
  });
  outgoing.end(body);
});
const json = (type: string): string => JSON.stringify({ __type: type, message: "said by AWS" });
const ec2Error = (code: string): string =>
  `<Response><Errors><Error><Code>${code}</Code><Message>said by EC2</Message></Error></Errors></Response>`;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${String(port)}`);
});
afterEach(() => {
  asked = 0;
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

test("what is gone already counts as removed", async () => {
  answers = [[400, json("StateMachineDoesNotExist")]];
  expect(await removeAll([machine], "eu-north-1", signal)).toEqual({ left: [], problem: null });
});

test("what may not be removed is left at once, and said", async () => {
  answers = [[400, json("AccessDeniedException")]];
  const { left, problem } = await removeAll([machine], "eu-north-1", signal);
  expect(left).toEqual([machine]);
  expect(problem).toContain(machine);
  expect(asked).toBe(1);
});

test("what is still in use is tried again until it goes", async () => {
  answers = [
    [400, ec2Error("DependencyViolation")],
    [200, "<DeleteSubnetResponse><return>true</return></DeleteSubnetResponse>"],
  ];
  expect(await removeAll([subnet], "eu-north-1", signal)).toEqual({ left: [], problem: null });
  expect(asked).toBe(2);
}, 30_000);

test("after an interruption the rest is left, and nothing more is asked", async () => {
  const end = await removeAll([queue, machine], "eu-north-1", AbortSignal.abort());
  expect(end.left).toEqual([machine, queue]);
  expect(end.problem).toContain("interrupted");
  expect(asked).toBe(0);
});
