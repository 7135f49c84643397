import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { RegistryCredentials } from "../../infra/registry-credentials.ts";
import { only, runParts, token, type Recording } from "./helpers/program.ts";

const run = (given: pulumi.Input<string>): Promise<Recording> =>
  runParts(() => {
    const args = { username: "kiwi", token: given, tags: { a: "b" } };
    return { arn: new RegistryCredentials("moths", args).secretArn };
  });

describe.each([
  ["a secret", () => pulumi.secret(token)],
  ["plain by mistake", () => token],
])("with a token that is %s", (_what, given) => {
  test("user and token are kept in Secrets Manager as ECS reads them", async () => {
    const recording = await run(given());
    const version = only(recording, "aws:secretsmanager/secretVersion:SecretVersion");
    expect(version.name).toBe("moths-value");
    expect(version.inputs["secretId"]).toBe("moths-id");
    expect(JSON.parse(String(version.inputs["secretString"]))).toEqual({
      username: "kiwi",
      password: token,
    });
  });

  test("Pulumi keeps them as a secret, and the ARN as none", async () => {
    const recording = await run(given());
    const { secretPaths } = only(recording, "aws:secretsmanager/secretVersion:SecretVersion");
    expect(secretPaths).toEqual(["secretString"]);
    expect(recording.secretOutputs).toEqual([]);
  });
});

test("the secret goes with the stack at once", async () => {
  const recording = await run(pulumi.secret(token));
  const secret = only(recording, "aws:secretsmanager/secret:Secret");
  expect(secret.name).toBe("moths");
  expect(secret.inputs).toMatchObject({ recoveryWindowInDays: 0, tags: { a: "b" } });
  expect(recording.outputs["arn"]).toBe(
    "arn:aws:secretsmanager:eu-north-1:123456789012:moths-1a2b3c4",
  );
});
