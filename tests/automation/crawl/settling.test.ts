import { describe, expect, test } from "vitest";
import {
  lostWith,
  notUp,
  refusedSettings,
  whyItStays,
} from "../../../automation/crawl/settling.ts";
import { EnvironmentError } from "../../../automation/environment/environment-error.ts";
import { MayflyError } from "../../../automation/errors.ts";
import type { OutcomeKind } from "../../../automation/lifecycle/outcome.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";

const own = `s3://${goodOutputs.resultsBucketName}/runs/r1`;
const warning =
  "What the crawl kept could not be fetched: Could not write x: the disk is full. `mayfly results r1` tries again.";

describe("an environment", () => {
  const ended = (kind: OutcomeKind, warnings: readonly string[] = [], place = own) => ({
    outcome: { kind, reason: "" } as never,
    record: {
      runId: "r1",
      warnings,
      settings: { MAYFLY_RESULTS: place },
      stackOutputs: goodOutputs,
    },
  });
  const so = { broughtUp: true, isAborted: false };

  test("goes, whatever came of the crawl", () => {
    expect(whyItStays({}, { ...so, ended: ended("completed") })).toBeNull();
    expect(whyItStays({}, { ...so, ended: ended("failed", ["another warning"]) })).toBeNull();
    expect(whyItStays({}, { ...so, ended: null })).toBeNull();
  });

  test("stays with --keep, with --keep-on-failure after a failure, and where it was up before", () => {
    const asAsked = { problem: null };
    expect(whyItStays({ keep: true }, { ...so, ended: ended("completed") })).toEqual(asAsked);
    const onFailure = { keepOnFailure: true };
    expect(whyItStays(onFailure, { ...so, ended: ended("failed") })).toEqual(asAsked);
    expect(whyItStays(onFailure, { ...so, ended: null })).toEqual(asAsked);
    expect(whyItStays(onFailure, { ...so, ended: ended("completed") })).toBeNull();
    const stopped = { ...so, isAborted: true, ended: ended("stopped") };
    expect(whyItStays(onFailure, stopped)).toBeNull();
    const before = { ...so, broughtUp: false, ended: ended("completed") };
    expect(whyItStays({}, before)).toEqual(asAsked);
  });

  test("stays where its bucket alone has what the crawl kept, unless somebody ended it", () => {
    const unfetched = { ...so, ended: ended("completed", [warning]) };
    expect(whyItStays({}, unfetched)?.problem).toContain("`mayfly results r1` fetches it");
    expect(whyItStays({}, { ...unfetched, isAborted: true })).toBeNull();
    const elsewhere = ended("completed", [warning], "s3://owls/kept");
    expect(whyItStays({}, { ...so, ended: elsewhere })).toBeNull();
  });

  test("that goes says what went with its bucket, where that was nowhere else", () => {
    expect(lostWith(ended("stopped", [warning]))).toContain("is gone with its bucket");
    expect(lostWith(ended("stopped", [warning], "s3://owls/kept"))).toBeNull();
    expect(lostWith(ended("stopped"))).toBeNull();
    expect(lostWith(null)).toBeNull();
  });
});

describe("settings that the program refuses", () => {
  const said =
    "The Pulumi program did not run through: Expected a value for dockerHubUser, to push the crawler image with, but got nothing; run `pulumi config set dockerHubUser NAME`, or set crawlerImage to an image that exists. Expected a value for dockerHubToken, but got nothing; run `pulumi config set --secret dockerHubToken`.";

  test("are bad usage, told in the options of a crawl", () => {
    const error = new EnvironmentError("programFailed", `${said} No resource was made.`, { said });
    const refused = refusedSettings(error);
    expect(refused?.exitCode).toBe(2);
    expect(refused?.message).toBe(
      "The Pulumi program did not run through: Expected a value for dockerHubUser, to push the crawler image with, but got nothing; give --config dockerHubUser=NAME, or set crawlerImage to an image that exists. Expected a value for dockerHubToken, but got nothing; give --secret dockerHubToken. Nothing was made, and nothing was crawled.",
    );
  });

  test("are none where something was made, or something else went wrong", () => {
    expect(
      refusedSettings(new EnvironmentError("programFailed", said, { exitCode: 1 })),
    ).toBeNull();
    expect(refusedSettings(new EnvironmentError("resourceFailed", said))).toBeNull();
    expect(refusedSettings(new MayflyError("target", said))).toBeNull();
  });
});

test("of an environment that is taken down again, nobody is told to go on with it", () => {
  const said = "A resource failed: create sqs/queue events: AccessDenied.";
  const message = `${said} Done before: 4 created, and the stack knows them: go on with \`mayfly up\`.`;
  const error = new EnvironmentError("resourceFailed", message, { said });
  expect(notUp(error, {}).message).toBe(`The environment did not come up. ${said}`);
  expect(notUp(error, { keep: true }).message).toBe(`The environment did not come up. ${message}`);
  const interrupted = new EnvironmentError("interrupted", "Up of stack a was interrupted.");
  expect(notUp(interrupted, {})).toBe(interrupted);
});
