import { describe, expect, test } from "vitest";
import { failureOf, type Attempt } from "../../../automation/environment/failure.ts";
import { noProgress, type Progress } from "../../../automation/environment/progress.ts";
import { folded, recorded } from "./recorded.ts";

const failure = (attempt: Partial<Attempt>) =>
  failureOf({
    operation: "up",
    stack: "dev",
    flags: "--stack dev",
    progress: noProgress,
    text: "",
    early: null,
    timeoutMs: 1000,
    stacks: [],
    cause: undefined,
    ...attempt,
  });
const of = (name: string): Progress => folded(recorded(name)).progress;

describe("the engine's events come first", () => {
  test("a refused resource is named, with the provider's words, what was made, and how to go on", () => {
    const error = failure({ progress: of("fail"), text: "error: update failed" });
    expect(error).toMatchObject({ code: "resourceFailed", exitCode: 1, changed: 3 });
    expect(error.resources).toHaveLength(1);
    expect(error.message).toBe(
      "A resource failed: create scratch:Thing g0-1: InvalidParameterException: No Container Instances were found in your cluster. status code: 400, request id: 1234. Done before: 3 created, and the stack knows them: go on with `mayfly up --stack dev`, or remove them with `mayfly down --stack dev`.",
    );
  });

  test.each([
    "ResourceAlreadyExistsException: The specified log group already exists",
    "EntityAlreadyExists: Role with name mayfly-dev already exists.",
    "creating S3 Bucket: operation error S3: CreateBucket, StatusCode: 409, BucketAlreadyOwnedByYou",
  ])("what is there already has an error of its own: %s", (message) => {
    const urn = "urn:pulumi:dev::mayfly::aws:s3/bucket:Bucket::results";
    const failed = [{ urn, type: "aws:s3/bucket:Bucket", name: "results", op: "create", message }];
    const error = failure({ progress: { ...noProgress, failed } });
    expect(error).toMatchObject({ code: "alreadyExists", exitCode: 1 });
    expect(error.message).toContain("create aws:s3:Bucket results: ");
    expect(error.message).toContain("pulumi import");
  });

  test("a resource that the provider refuses before any step is a failed one", () => {
    const urn = "urn:pulumi:dev::mayfly::aws:s3/bucket:Bucket::results";
    const diagnostics = [
      { severity: "error", urn, message: "expected length of bucket to be 3-63" } as const,
    ];
    const error = failure({ operation: "preview", progress: { ...noProgress, diagnostics } });
    expect(error.code).toBe("resourceFailed");
    expect(error.resources).toMatchObject([{ op: "check", name: "results" }]);
  });

  test.each(["throws-error", "throws-run-error"])(
    "the program's sentence comes without noise: %s",
    (name) => {
      const error = failure({ progress: of(name) });
      expect(error).toMatchObject({ code: "programFailed", exitCode: 2 });
      expect(error.message).toBe(
        "The Pulumi program did not run through: Expected 256, 512 or 1024 for mayfly:cpu, but got 3. Nothing was made.",
      );
    },
  );

  test("a fault in the program keeps its name and its place", () => {
    expect(failure({ progress: of("throws-reference-error") }).message).toContain(
      "ReferenceError: undefinedFunction is not defined (/tmp/env-scratch/prog/index.ts:8:5).",
    );
  });

  test("missing configuration says which, and how to set it", () => {
    const { message } = failure({ progress: of("missing-config") });
    expect(message).toContain("Missing required configuration variable 'scratch:nothingThere'");
    expect(message).toContain("pulumi config set scratch:nothingThere");
  });

  test("a program that throws after resources were made is no mere usage error", () => {
    const { diagnostics } = of("throws-error");
    const error = failure({ progress: { ...of("create"), diagnostics } });
    expect(error).toMatchObject({ code: "programFailed", exitCode: 1 });
    expect(error.message).toMatch(/Done before: .*created/);
  });

  test("an update that somebody else cancelled is interrupted", () => {
    const error = failure({ progress: of("cancelled") });
    expect(error.code).toBe("interrupted");
    expect(error.message).toContain("cancelled by somebody else");
  });
});

describe("an end that Mayfly brought about", () => {
  test("in order, it says what the stack knows and how to go on", () => {
    const error = failure({ early: "interrupted", progress: of("cancelled") });
    expect(error).toMatchObject({ code: "interrupted", exitCode: 130, changed: 1 });
    expect(error.message).toBe(
      "Up of stack dev was interrupted, and the engine ended in order. Done before: 1 created, and the stack knows them: go on with `mayfly up --stack dev`, or remove them with `mayfly down --stack dev`.",
    );
  });

  test("at once, it names the steps whose end is unknown, and how to release the lock", () => {
    const events = recorded("fail");
    const until = events.findIndex((event) => event.diagnosticEvent?.urn !== undefined);
    const error = failure({ early: "left", progress: folded(events.slice(0, until)).progress });
    expect(error.message).toContain("mayfly cancel --stack dev");
    expect(error.message).toContain("create scratch:Thing g0-1");
    expect(error.message).not.toContain("Nothing was made");
  });

  test("at the deadline, it says which", () => {
    const error = failure({ early: "timedOut", timeoutMs: 4000 });
    expect(error).toMatchObject({ code: "timedOut", exitCode: 4 });
    expect(error.message).toContain("did not end within 4 seconds");
  });
});

describe("the CLI's text comes second; recorded from 3.259", () => {
  const locked =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///tmp/state/.pulumi/locks/organization/scratch/dev/85a0f16b.json?no_tmp_dir=true: created by root@vm (pid 23323) at 2026-11-24T12:02:24Z\n";

  test("a lock: by whom, since when, how to release it", () => {
    const error = failure({ text: locked });
    expect(error).toMatchObject({
      code: "stackLocked",
      exitCode: 1,
      lock: { who: "root@vm", pid: 23323, since: "2026-11-24T12:02:24Z" },
    });
    expect(error.message).toBe(
      "Stack dev is locked by root@vm (pid 23323) since 2026-11-24T12:02:24Z; wait for its end, or, if it is dead, release the lock with `mayfly cancel --stack dev`. Nothing was made.",
    );
  });

  test("a lock of Pulumi Cloud, which does not tell who", () => {
    const error = failure({
      text: "error: [409] Conflict: Another update is currently in progress.",
    });
    expect(error).toMatchObject({ code: "stackLocked", lock: { who: null } });
  });

  test.each([
    ["incorrect passphrase", "another one"],
    [
      "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      "none",
    ],
    [
      "unable to read PULUMI_CONFIG_PASSPHRASE_FILE: open /nope: no such file or directory",
      "a file that cannot be read (open /nope: no such file or directory)",
    ],
  ])("a passphrase that does not fit: %s", (words, got) => {
    const text = `error: getting stack configuration: get stack secrets manager: ${words}`;
    const error = failure({ text });
    expect(error).toMatchObject({ code: "wrongPassphrase", exitCode: 2 });
    expect(error.message).toContain(`but got ${got};`);
  });

  test("a stack that is not there, with those that are", () => {
    const error = failure({
      operation: "down",
      stack: "nope",
      text: "error: no stack named 'nope' found",
      stacks: ["dev", "prod"],
    });
    expect(error).toMatchObject({ code: "stackNotFound", exitCode: 2, stacks: ["dev", "prod"] });
    expect(error.message).toBe(
      'Expected the name of a stack for --stack, but got "nope": this backend has dev, prod. Nothing was removed.',
    );
  });

  test("no login", () => {
    const text =
      "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
    expect(failure({ text })).toMatchObject({ code: "notLoggedIn", exitCode: 2 });
  });

  test("anything else comes in Pulumi's own words", () => {
    const text =
      'error: unable to open state directory "file:///nope/x": stat /nope/x: no such file';
    const error = failure({ text });
    expect(error).toMatchObject({ code: "engineFailed", exitCode: 1 });
    expect(error.message).toContain(
      'Pulumi failed: unable to open state directory "file:///nope/x"',
    );
  });
});
