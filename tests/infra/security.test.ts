import { beforeAll, describe, expect, test } from "vitest";
import { configurations } from "./helpers/configurations.ts";
import { statementsOf, type FoundStatement } from "./helpers/policies.ts";
import { ofType, runProgram, type Recording } from "./helpers/program.ts";

const oneCluster = expect.stringMatching(
  /^arn:[\w-]+:ecs:[\w-]+:\d+:mayfly-dev-1a2b3c4$/,
) as unknown;

describe.each(configurations)("of the whole program, %s,", (_what, options) => {
  let recording: Recording;
  let allowed: readonly FoundStatement[];
  let denied: readonly FoundStatement[];

  beforeAll(async () => {
    recording = await runProgram(options);
    const statements = statementsOf(recording);
    allowed = statements.filter(({ effect }) => effect === "Allow");
    denied = statements.filter(({ effect }) => effect === "Deny");
  });

  const ofRole = (role: string): readonly FoundStatement[] =>
    allowed.filter(
      ({ holder }) => holder.name.endsWith(role) && holder.type.includes("rolePolicy"),
    );

  test("nothing lets anything in", () => {
    for (const { type, inputs } of recording.resources) {
      expect(type).not.toMatch(/ingress/i);
      expect(inputs).not.toHaveProperty("ingress");
      if (/securityGroupRule/i.test(type)) expect(inputs["type"]).toBe("egress");
    }
  });

  test("every bucket is private, encrypted, by TLS only, and forgets", () => {
    for (const { name } of ofType(recording, "aws:s3/bucket:Bucket")) {
      const settings: unknown = Object.fromEntries(
        recording.resources
          .filter(({ inputs }) => inputs["bucket"] === `${name}-1a2b3c4`)
          .map(({ type, inputs }) => [type.split(":").at(-1), inputs]),
      );
      expect(settings).toMatchObject({
        BucketPublicAccessBlock: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        BucketOwnershipControls: { rule: { objectOwnership: "BucketOwnerEnforced" } },
        BucketServerSideEncryptionConfiguration: { rules: [{}] },
        BucketLifecycleConfiguration: { rules: [{ status: "Enabled" }] },
        BucketPolicy: {},
      });
    }
    expect(recording.resources.filter(({ type }) => /acl|website/i.test(type))).toEqual([]);
  });

  test("whatever has a policy of its own refuses what comes without TLS", () => {
    const holders = recording.resources.filter(({ type }) => /(bucket|queue)Policy:/.test(type));
    expect(denied.map(({ holder }) => holder)).toEqual(holders);
    for (const { principal, condition } of denied) {
      expect(principal).toBe("*");
      expect(condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
    }
    const guarded = recording.resources.filter(({ type }) => /:(Bucket|Queue)$/.test(type));
    expect(holders).toHaveLength(guarded.length);
  });

  test("no statement allows everything: no * for all resources, none in an action", () => {
    expect(allowed.length).toBeGreaterThan(3);
    for (const { actions, resources, condition } of allowed) {
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.filter((action) => action.includes("*"))).toEqual([]);
      // It takes no resource.
      if (actions.join() === "ecr:GetAuthorizationToken") continue;
      // Its resources are container instances, of which there are none; its condition names the one cluster.
      if (actions.join() === "ecs:ListTasks") {
        expect(condition).toEqual({ ArnEquals: { "ecs:cluster": oneCluster } });
        continue;
      }
      expect(resources.filter((resource) => !/^arn:[^*]+:[^*:]+/.test(resource))).toEqual([]);
    }
  });

  test("only services are allowed anything by name, and only for this account's resources", () => {
    for (const { principal, condition, holder } of allowed) {
      if (holder.type.includes("rolePolicy")) continue;
      expect(Object.keys(principal as object)).toEqual(["Service"]);
      expect(JSON.stringify(principal)).not.toContain("*");
      // The next test has it.
      if (holder.name.endsWith("-execution")) continue;
      expect(JSON.stringify(condition)).toContain("aws:SourceA");
      expect(JSON.stringify(condition)).toContain("123456789012");
    }
  });

  test("one service alone has each role, on behalf of this account only where it says so", () => {
    const trust = allowed.filter(({ holder }) => holder.type === "aws:iam/role:Role");
    const ours = expect.objectContaining({
      StringEquals: { "aws:SourceAccount": "123456789012" },
    }) as unknown;
    const expiring = options.config?.["ttl"] !== "never";
    const found = trust.map(({ holder, principal, condition }) => [
      ...[holder.name, principal, condition],
    ]);
    expect(found).toHaveLength(expiring ? 4 : 2);
    expect(found).toEqual(
      expect.arrayContaining([
        ["mayfly-dev-execution", { Service: "ecs-tasks.amazonaws.com" }, undefined],
        ["mayfly-dev-task", { Service: "ecs-tasks.amazonaws.com" }, ours],
        ...(expiring
          ? [
              ["mayfly-dev-expiry", { Service: "states.amazonaws.com" }, ours],
              ["mayfly-dev-alarm", { Service: "scheduler.amazonaws.com" }, ours],
            ]
          : []),
      ]),
    );
  });

  test("what stops expired tasks may find and stop those of the one cluster, and do nothing else", () => {
    const [find, stop, ...more] = ofRole("-expiry");
    const [start, ...others] = ofRole("-alarm");
    expect([...more, ...others]).toEqual([]);
    if (options.config?.["ttl"] === "never") return;
    expect(find?.actions).toEqual(["ecs:ListTasks"]);
    expect(stop?.actions).toEqual(["ecs:StopTask"]);
    expect(stop?.resources).toEqual([
      expect.stringMatching(/^arn:[\w-]+:ecs:[\w-]+:\d+:(task\/)?[\w-]+\/\*$/),
    ]);
    expect(stop?.condition).toEqual({ ArnEquals: { "ecs:cluster": oneCluster } });
    expect(start?.actions).toEqual(["states:StartExecution"]);
    expect(start?.resources).toEqual([
      expect.stringMatching(/^arn:[\w-]+:sfn:[\w-]+:\d+:mayfly-dev-1a2b3c4$/),
    ]);
  });

  test("the execution role reads the one secret that there is, or none", () => {
    const reading = ofRole("-execution").filter(({ actions }) =>
      actions.some((action) => action.startsWith("secretsmanager:")),
    );
    const secrets = ofType(recording, "aws:secretsmanager/secret:Secret");
    expect(secrets).toHaveLength(options.config?.["privateImage"] === "true" ? 1 : 0);
    expect(reading.map(({ actions, resources }) => [actions, resources])).toEqual(
      secrets.map(({ name }) => [
        ["secretsmanager:GetSecretValue"],
        [expect.stringMatching(new RegExp(`:secretsmanager:.*:${name}-1a2b3c4$`))],
      ]),
    );
  });

  test("the crawler may put, get and find objects below runs/ and in configured places, and do nothing else", () => {
    const [keep, find, ...more] = ofRole("-task");
    const isElsewhere = options.config?.["resultsPlaces"] !== undefined;
    const elsewhere: readonly unknown[] = isElsewhere
      ? [expect.stringMatching(/:s3:::owls\/kept\/\*$/)]
      : [];
    expect(keep?.actions).toEqual(["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"]);
    expect(keep?.resources).toEqual([
      expect.stringMatching(/^arn:[\w-]+:s3:::[\w-]+\/runs\/\*$/),
      ...elsewhere,
    ]);
    expect(find?.actions).toEqual(["s3:ListBucket"]);
    expect(find?.resources).toEqual([expect.stringMatching(/^arn:[\w-]+:s3:::[\w-]+$/)]);
    expect(
      more.map(({ actions, resources, condition }) => [actions, resources, condition]),
    ).toEqual(
      elsewhere.map(() => [
        ["s3:ListBucket"],
        [expect.stringMatching(/:s3:::owls$/)],
        { StringLike: { "s3:prefix": "kept/*" } },
      ]),
    );
  });

  test("every queue is encrypted, and only the rule may send", () => {
    for (const { inputs } of ofType(recording, "aws:sqs/queue:Queue")) {
      expect(inputs["sqsManagedSseEnabled"]).toBe(true);
    }
    for (const { holder, condition, actions } of allowed) {
      if (!holder.type.includes("queuePolicy")) continue;
      expect(actions).toEqual(["sqs:SendMessage"]);
      expect(condition).toEqual({ ArnEquals: { "aws:SourceArn": expect.any(String) as string } });
    }
  });
});
