import { expect, test } from "vitest";
import { AwsError, awsError } from "../../../../automation/targets/fargate/aws-error.ts";
import { thrownByAws } from "./fakes.ts";

const place = { action: "ecs:RunTask", region: "eu-north-1" };

test.each([
  ["ThrottlingException", "Rate exceeded", "throttled", "try again a little later"],
  ["RequestLimitExceeded", "Request limit exceeded.", "throttled", "ecs:RunTask"],
  ["InvalidParameterException", "Throttling: Rate exceeded", "throttled", "eu-north-1"],
  ["ClientException", "Request limit exceeded", "throttled", "throttles"],
  ["ClientException", "Capacity is unavailable at this time.", "capacity", "--capacity"],
  ["ServerException", "Service Unavailable. Please try again later.", "server", "try again"],
  ["InvalidParameterException", "InternalError", "server", "try again"],
  [
    "CredentialsProviderError",
    "Could not load credentials from any providers",
    "credentials",
    "set AWS_PROFILE",
  ],
  [
    "ExpiredTokenException",
    "The security token included in the request is expired",
    "credentials",
    "have expired",
  ],
  [
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
    "credentials",
    "does not accept the credentials",
  ],
  [
    "InvalidSignatureException",
    "Signature expired: 2026 is now earlier than 2027",
    "credentials",
    "log in again",
  ],
  [
    "InvalidParameterException",
    "Identifier is for 111111111111. Your accountId is 222222222222",
    "credentials",
    "those of account 222222222222",
  ],
  [
    "ClusterNotFoundException",
    "Cluster not found.",
    "notFound",
    "no such ECS cluster in eu-north-1",
  ],
  ["ClientException", "TaskDefinition is inactive", "notFound", "another --task-definition"],
  ["InvalidParameterException", "The referenced task was not found.", "notFound", "does not find"],
  [
    "ConflictException",
    "The client token was used with other parameters",
    "conflict",
    "use another --run-id",
  ],
  [
    "ClientException",
    "No Fargate configuration exists for given values.",
    "other",
    "AWS refused ecs:RunTask: No Fargate configuration exists for given values.",
  ],
] as const)("%s (%s) is %s", (name, message, kind, sentence) => {
  const error = thrownByAws(name, message, name === "ServerException" ? 500 : 400);
  expect(error.kind).toBe(kind);
  expect(error.message).toContain(sentence);
  expect(error.message).toMatch(/^[A-Z][^\n]*\.$/);
});

test("access denied names who may not do what on which resource, and why", () => {
  const user = "arn:aws:sts::123456789012:assumed-role/ci/session";
  const cluster = "arn:aws:ecs:eu-north-1:123456789012:cluster/crawl";
  const error = thrownByAws(
    "AccessDeniedException",
    `User: ${user} is not authorized to perform: ecs:RunTask on resource: ${cluster} because no identity-based policy allows the ecs:RunTask action`,
  );
  expect(error.kind).toBe("accessDenied");
  expect(error.message).toBe(
    `${user} may not do ecs:RunTask on ${cluster} (no identity-based policy allows the ecs:RunTask action); allow it in a policy of that user or role.`,
  );
});

test("a role that may not be passed is named, whatever exception it comes in", () => {
  const error = thrownByAws(
    "ClientException",
    "ECS was unable to assume the role 'arn:aws:iam::1:role/task' that was provided for this task.",
  );
  expect(error.kind).toBe("accessDenied");
  expect(error.message).toContain("arn:aws:iam::1:role/task; allow your credentials iam:PassRole");
});

test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "SELF_SIGNED_CERT_IN_CHAIN"])(
  "%s is a matter of the network, also when the error has no other words",
  (code) => {
    const error = awsError(Object.assign(new AggregateError([]), { code }), place);
    expect(error.kind).toBe("network");
    expect(error.message).toContain(code);
    expect(error.transient).toBe(true);
  },
);

test("a missing file of credentials is no matter of the network", () => {
  expect(awsError(Object.assign(new Error("no file"), { code: "ENOENT" }), place).kind).toBe(
    "other",
  );
});

test("status 429 and 503 without a known name count as what they say", () => {
  expect(thrownByAws("UnknownError", "slow", 429).kind).toBe("throttled");
  expect(thrownByAws("UnknownError", "gone", 503).kind).toBe("server");
});

test("a run id used with other parameters is bad usage; what AWS refuses is a target that failed", () => {
  expect(thrownByAws("ConflictException", "x").code).toBe("usage");
  expect(thrownByAws("AccessDeniedException", "x").code).toBe("target");
});

test("an AwsError stays the one it is", () => {
  const error = new AwsError("other", "A sentence.", "words");
  expect(awsError(error, place)).toBe(error);
});
