import { describe, expect, test } from "vitest";
import {
  decideBackend,
  type BackendFacts,
} from "../../../automation/environment/backend-settings.ts";

const facts = (some: Partial<BackendFacts>): BackendFacts => ({
  environment: {},
  projectBackend: undefined,
  loggedInTo: undefined,
  secretsProvider: undefined,
  hasSalt: false,
  hasOwnPassphrase: false,
  ...some,
});
const nothing = { ownBackend: false, ownPassphrase: false, passphraseMissing: false };

describe("the user's set-up stays as it is", () => {
  test.each<[string, Partial<BackendFacts>]>([
    ["a Pulumi Cloud login", { loggedInTo: "https://api.pulumi.com" }],
    ["an access token", { environment: { PULUMI_ACCESS_TOKEN: "pul-1" } }],
    [
      "a backend URL of a service",
      { environment: { PULUMI_BACKEND_URL: "https://pulumi.example" } },
    ],
    [
      "a file backend with a passphrase",
      { environment: { PULUMI_BACKEND_URL: "file:///x", PULUMI_CONFIG_PASSPHRASE: "p" } },
    ],
    [
      "a file backend with an empty passphrase",
      { environment: { PULUMI_BACKEND_URL: "file:///x", PULUMI_CONFIG_PASSPHRASE: "" } },
    ],
    [
      "a backend in Pulumi.yaml with a passphrase file",
      { projectBackend: "s3://b", environment: { PULUMI_CONFIG_PASSPHRASE_FILE: "/p" } },
    ],
    [
      "an S3 backend with a key service",
      { projectBackend: "s3://b", secretsProvider: "awskms://alias/x" },
    ],
  ])("%s", (_name, some) => {
    expect(decideBackend(facts(some))).toEqual(nothing);
  });
});

describe("what is missing is filled in", () => {
  test("nothing is set up: both", () => {
    expect(decideBackend(facts({}))).toEqual({ ...nothing, ownBackend: true, ownPassphrase: true });
  });

  test("an empty variable is no set-up", () => {
    const environment = { PULUMI_BACKEND_URL: "", PULUMI_ACCESS_TOKEN: " " };
    expect(decideBackend(facts({ environment }))).toMatchObject({ ownBackend: true });
  });

  test("a file backend of the user without a passphrase: the passphrase alone", () => {
    const environment = { PULUMI_BACKEND_URL: "file:///x" };
    expect(decideBackend(facts({ environment }))).toEqual({ ...nothing, ownPassphrase: true });
  });

  test("a passphrase of the user without a backend: the backend alone", () => {
    const environment = { PULUMI_CONFIG_PASSPHRASE: "p" };
    expect(decideBackend(facts({ environment }))).toEqual({ ...nothing, ownBackend: true });
  });

  test("a stack made with our passphrase uses it again", () => {
    expect(decideBackend(facts({ hasSalt: true, hasOwnPassphrase: true }))).toMatchObject({
      ownPassphrase: true,
      passphraseMissing: false,
    });
  });
});

test("a stack made with a passphrase that is not at hand gets no new one", () => {
  expect(decideBackend(facts({ hasSalt: true }))).toEqual({
    ...nothing,
    ownBackend: true,
    passphraseMissing: true,
  });
});
