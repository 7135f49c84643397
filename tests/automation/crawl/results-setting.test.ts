import { expect, test } from "vitest";
import { withResultsPlace } from "../../../automation/crawl/results-setting.ts";

test.each([
  [{}, undefined, {}],
  [{}, "s3://owls/kept", { "resultsPlaces[0]": "s3://owls/kept" }],
  [
    { ttl: "2h", "mayfly:resultsPlaces[0]": "s3://bats" },
    "s3://owls/kept",
    { ttl: "2h", "mayfly:resultsPlaces[0]": "s3://bats", "resultsPlaces[1]": "s3://owls/kept" },
  ],
  [{ "resultsPlaces[0]": "s3://owls" }, "s3://owls/kept", { "resultsPlaces[0]": "s3://owls" }],
])(
  "a crawl's own stack lets its tasks write to the place that it is given: %j, %s",
  (config, place, whole) => {
    expect(withResultsPlace(config, place)).toEqual(whole);
  },
);
