import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { reap } from "../../../automation/reap/reap.ts";
import { useSomeAwsCredentials } from "../../helpers/aws-credentials.ts";
import { pulumiDouble } from "../../helpers/pulumi-double.ts";

useSomeAwsCredentials();

const region = "eu-north-1";
const stack = "ci-20260101-000000-a1b2";
const tags = {
  "mayfly:project": "mayfly",
  "mayfly:stack": stack,
  "mayfly:expires-at": "2026-01-02T00:00:00Z",
};
const queue = `arn:aws:sqs:${region}:123456789012:moths`;
const outputs = { arn: queue, tags };
const type = "aws:sqs/queue:Queue";
const state = { deployment: { resources: [{ type, id: queue, custom: true, outputs }] } };

/**
 * Stands for the Pulumi CLI, as 3.259 was seen to be with another passphrase: it lists stacks and exports a state without its
 * secrets, and refuses all the rest.
 */
const pulumi = `
const secret = args.includes("--show-secrets") || args.startsWith("destroy");
if (args.startsWith("stack ls")) console.log(${JSON.stringify(JSON.stringify([{ name: stack, current: false }]))});
else if (process.env.BROKEN && args.startsWith("stack export")) fail(process.env.BROKEN);
else if (secret) fail("constructing secrets manager of type \\"passphrase\\": incorrect passphrase");
else if (args.startsWith("stack export")) console.log(${JSON.stringify(JSON.stringify(state))});
`;

let folder = "";
/** Whether these credentials may not look for tags. */
let isDenied = false;
/** What AWS was asked for beside what has tags. */
let asked: string[] = [];
const server = createServer((incoming, outgoing) => {
  incoming.resume();
  const action = String(incoming.headers["x-amz-target"] ?? incoming.url);
  if (isDenied) outgoing.statusCode = 403;
  const ResourceTagMappingList = [
    { ResourceARN: queue, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  ];
  if (action.endsWith("GetResources")) outgoing.end(JSON.stringify({ ResourceTagMappingList }));
  else if (incoming.headers.authorization?.includes("/iam/") === true) {
    outgoing.end("<ListRolesResponse><ListRolesResult/></ListRolesResponse>");
  } else {
    asked.push(action);
    outgoing.end("{}");
  }
});

beforeAll(async () => {
  folder = pulumiDouble(pulumi);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${String(port)}`);
});
beforeEach(() => {
  asked = [];
  isDenied = false;
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const reaped = async (env: Readonly<Record<string, string>> = {}) => {
  const PATH = [folder, process.env["PATH"]].join(delimiter);
  const all = { PATH, PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: "wrong" };
  return await reap({ workDir: folder, region, env: { ...all, ...env } });
};
const byHand = () => [`mayfly down --stack ${stack} --cwd ${folder} --remove`];

test("another passphrase is no lost state: it is said, and the environment is left alone", async () => {
  expect(await reaped()).toMatchObject([
    {
      ...{ stack, hasState: true, left: [`${type} ${queue}`], byHand: byHand() },
      expiresAt: tags["mayfly:expires-at"],
      problem: expect.stringContaining(
        "in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, but got another one",
      ) as string,
    },
  ]);
  expect(asked).toEqual([]);
});

test("a stack that Pulumi knows, and whose state cannot be read, is left alone with what has its tags", async () => {
  expect(await reaped({ BROKEN: "could not read bucket" })).toMatchObject([
    {
      ...{ stack, hasState: true, left: [queue], byHand: byHand() },
      problem: "Its state cannot be read: could not read bucket",
    },
  ]);
  expect(asked).toEqual([]);
});

test("an end before the search is over says that it was the search, and no stack's outputs", async () => {
  const signal = AbortSignal.abort();
  const search = reap({ workDir: folder, region, signal, env: { PATH: folder } });
  await expect(search).rejects.toThrow(/^The search for environments was interrupted/);
});

test("where AWS does not tell what is there, something may be left: no task failed to start", async () => {
  isDenied = true;
  const search = reaped({ BROKEN: "could not read bucket" });
  await expect(search).rejects.toMatchObject({ code: "target", exitCode: 1 });
});
