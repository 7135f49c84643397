import { describe, expect, test } from "vitest";
import { cleanMessage } from "../../../automation/environment/engine-text.ts";
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
    left: false,
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
        "The Pulumi program did not run through: Expected 256, 512 or 1024 for mayfly:cpu, but got 3. No resource was made.",
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

describe("what was told already is not told again", () => {
  test("of a program that throws", () => {
    expect(failure({ progress: of("throws-error") }).brief).toBe(
      "The Pulumi program did not run through, as told above. No resource was made.",
    );
  });

  test("of a resource that failed", () => {
    expect(failure({ progress: of("fail") }).brief).toMatch(
      /^A resource failed, as told above: create scratch:Thing g0-1\. Done before: /,
    );
  });

  test("what nobody told is whole", () => {
    const error = failure({ text: "error: no such thing" });
    expect(error.brief).toBe(error.message);
  });
});

describe("a hint says what to do", () => {
  const hint = (type: string, op: string, message: string): string => {
    const urn = `urn:pulumi:dev::mayfly::${type}::it`;
    return failure({
      progress: { ...noProgress, failed: [{ urn, type, name: "it", op, message }] },
    }).message;
  };

  test.each([
    [
      "docker:index/image:Image",
      "create",
      "error pushing image: unauthorized: incorrect username or password",
      "Check dockerHubUser and dockerHubToken.",
    ],
    [
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
      "create",
      "InvalidParameterException: Unable to assume the service linked role.",
      "run `mayfly up --stack dev` again.",
    ],
    [
      "aws:ecs/cluster:Cluster",
      "delete",
      "ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.",
      "Stop its tasks first, with `mayfly stop RUN` each",
    ],
  ])("%s %s", (type, op, message, sentence) => {
    expect(hint(type, op, message)).toContain(sentence);
  });

  test("not where it does not fit", () => {
    expect(hint("aws:s3/bucket:Bucket", "create", "access denied")).not.toContain("dockerHub");
  });
});

describe("the words without noise", () => {
  test("of an error that knows its own promise", () => {
    const end = "{\n  promise: Promise { <rejected> [Circular *1] }\n}";
    expect(cleanMessage(`<ref *1> Error: too much\n    at /x.ts:1:1 ${end}`)).toBe("too much");
    expect(cleanMessage(`<ref *1> Error: too much ${end}`)).toBe("too much");
  });

  test("of a push that failed", () => {
    expect(
      cleanMessage("5f70bf18a086: Preparing\n3c5a0a1b2f4d: Layer already exists\ndenied"),
    ).toBe("denied");
  });

  test("with lines of their own where asked", () => {
    expect(cleanMessage("Expected a.\nExpected b.\n", "\n")).toBe("Expected a.\nExpected b.");
    expect(cleanMessage("Expected a.\nExpected b.\n")).toBe("Expected a. Expected b.");
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
    const error = failure({
      early: "interrupted",
      left: true,
      progress: folded(events.slice(0, until)).progress,
    });
    expect(error.message).toContain("mayfly cancel --stack dev");
    expect(error.message).toContain("create scratch:Thing g0-1");
    expect(error.message).not.toContain("No resource was made");
  });

  test("at once after the deadline, it is still the deadline", () => {
    const error = failure({ early: "timedOut", left: true, timeoutMs: 4000 });
    expect(error).toMatchObject({ code: "timedOut", exitCode: 4 });
    expect(error.message).toContain("mayfly cancel --stack dev");
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
      "Stack dev is locked by root@vm (pid 23323) since 2026-11-24T12:02:24Z; wait for its end, or, if it is dead, release the lock with `mayfly cancel --stack dev`. No resource was made.",
    );
  });

  test("configuration that Pulumi itself refuses", () => {
    const words = "Stack 'dev' with configuration key 'mayfly:cpu' must be of type 'integer'";
    const error = failure({ text: `error: validating stack config: ${words}\n` });
    expect(error).toMatchObject({ code: "programFailed", exitCode: 2 });
    expect(error.message).toContain("The configuration of stack dev cannot be used");
    expect(error.message).toContain(words);
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
