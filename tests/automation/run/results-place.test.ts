import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resumedSettings } from "../../../automation/run/earlier-run.ts";
import {
  requireBucket,
  requireWritable,
  resultsInBucket,
  resultsInFolder,
  resultsPlace,
} from "../../../automation/run/results-place.ts";
import type { RunRecord } from "../../../automation/run/record.ts";
import { runFolder } from "../../../automation/run/run-folder.ts";
import type { StackOutputs } from "../../../infra/outputs.ts";

const outputs = { resultsBucketName: "moths", resultsPrefix: "runs/" } as StackOutputs;

describe("results are kept", () => {
  test("in the run folder on this machine", () => {
    const folder = runFolder("/work/.mayfly", "a");
    expect(resultsInFolder({}, folder)).toEqual({ MAYFLY_RESULTS: `${folder.path}/results` });
  });

  test("in a given folder by its whole path, since later commands may come from elsewhere", () => {
    const settings = resultsInFolder({ MAYFLY_RESULTS: "rr" }, runFolder("/work/.mayfly", "a"));
    expect(settings).toEqual({ MAYFLY_RESULTS: join(process.cwd(), "rr") });
  });

  test("below the stack's prefix on Fargate", () => {
    expect(resultsInBucket({}, outputs, "a", false)).toEqual({
      MAYFLY_RESULTS: "s3://moths/runs/a",
    });
  });

  test("where the user says, on any target", () => {
    const environment = { MAYFLY_RESULTS: "s3://other/place" };
    expect(resultsInBucket(environment, outputs, "a", false)).toEqual(environment);
    expect(resultsInFolder(environment, runFolder("/work/.mayfly", "a"))).toEqual(environment);
  });

  test("apart for each task of a group, which its id tells", () => {
    const settings = resultsInBucket({}, outputs, "a", true);
    const task = "arn:aws:ecs:eu-central-1:1:task/moths/0123abcd";
    expect(resultsPlace(settings, task)).toBe("s3://moths/runs/a/0123abcd");
    expect(resultsPlace(settings, null)).toBeNull();
  });
});

test("a file is refused", () => {
  const environment = { MAYFLY_RESULTS: import.meta.filename };
  expect(() => resultsInFolder(environment, runFolder("/work/.mayfly", "a"))).toThrow(
    `Expected s3://bucket/prefix or a folder for --results, but got "${import.meta.filename}", which is a file.`,
  );
});

test("a folder is refused for a task on Fargate", () => {
  expect(() => {
    requireBucket({ MAYFLY_RESULTS: "/here" });
  }).toThrow(/Expected s3:\/\/bucket\/prefix .* but got the folder "\/here"\./);
});

describe("on Fargate, a place that the stack's role may not write to", () => {
  const refusal =
    (place: string, resultsPlaces: readonly string[] | null = null) =>
    (): void => {
      requireWritable({ MAYFLY_RESULTS: place }, { ...outputs, stack: "dev", resultsPlaces });
    };

  test.each([
    ["s3://owls/kept", null, 0],
    ["s3://owls/kept2", ["s3://owls/kept"], 1],
    ["s3://moths/other", null, 0],
  ])("is refused, with the command that allows it: %s", (place, places, index) => {
    expect(refusal(place, places)).toThrow(
      `Expected a place for --results that the tasks of stack dev may write to, but got "${place}": set it with \`mayfly up --stack dev --config 'resultsPlaces[${String(index)}]=${place}'\``,
    );
  });

  test.each([
    ["s3://moths/runs/a/{taskId}", null],
    ["s3://owls/kept/a", ["s3://owls/kept"]],
    ["s3://owls/kept", ["s3://owls/kept/"]],
    ["s3://owls/any", ["s3://bats", "s3://owls"]],
  ])("is none of its own or configured ones: %s", (place, places) => {
    expect(refusal(place, places)).not.toThrow();
  });
});

test("a resumed crawl has the earlier settings as they are changed now, and the URLs of both", () => {
  const settings = { MAYFLY_URLS: "http://a/ http://b/", MAYFLY_MAX_PAGES: "5", MAYFLY_DELAY: "2" };
  const record = { settings } as unknown as RunRecord;
  const earlier = { folder: runFolder("/work/.mayfly", "a"), record, place: "s3://moths/runs/a" };
  const changes = { MAYFLY_URLS: "http://b/ http://c/", MAYFLY_MAX_PAGES: "9" };
  expect(resumedSettings(earlier, changes)).toEqual({
    MAYFLY_URLS: "http://a/ http://b/ http://c/",
    MAYFLY_MAX_PAGES: "9",
    MAYFLY_DELAY: "2",
    MAYFLY_RESULTS: "s3://moths/runs/a",
  });
});

test.each([
  ["s3://moths/runs/a", "s3://moths/runs/a/", true],
  ["/work/rr", "/work/x/../rr", true],
  ["/work/rr", "/work/other", false],
  ["s3://moths/runs/a", "other", false],
])("a crawl that was kept in %s is resumed with --results %s: %s", (place, wanted, isSame) => {
  const record = { runId: "a", settings: { MAYFLY_URLS: "http://a/" } } as unknown as RunRecord;
  const earlier = { folder: runFolder("/work/.mayfly", "a"), record, place };
  const resumed = () => resumedSettings(earlier, { MAYFLY_RESULTS: wanted })["MAYFLY_RESULTS"];
  if (isSame) expect(resumed()).toBe(place);
  else expect(resumed).toThrow("Expected no other place for --results to resume a, whose crawl");
});
