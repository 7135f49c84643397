import { expect, test } from "vitest";
import { s3PlaceOf } from "../../../infra/config/results-places.ts";
import { configOf, problemsOf } from "../helpers/config.ts";

test("further places for results are a bucket, or what is below a prefix of one", () => {
  const resultsPlaces = '["s3://owls/kept/here","s3://bats"]';
  expect(configOf({ resultsPlaces }).resultsPlaces).toEqual(["s3://owls/kept/here", "s3://bats"]);
  expect(configOf({}).resultsPlaces).toEqual([]);
  expect(s3PlaceOf("s3://owls/kept/here")).toEqual({ bucket: "owls", prefix: "kept/here/" });
  expect(s3PlaceOf("s3://owls/kept/")).toEqual({ bucket: "owls", prefix: "kept/" });
  expect(s3PlaceOf("s3://owls")).toEqual({ bucket: "owls", prefix: "" });
});

test.each([
  "owls/kept",
  "s3://",
  "s3://Owls",
  "s3://owls/*",
  "s3://ow*",
  "s3://owls/${aws:username}",
  "s3://owls/a?",
  `s3://owls/${"a".repeat(300)}`,
])("refused, since a policy would mean more by it, or nothing: %s", (place) => {
  const text = JSON.stringify([place]);
  expect(problemsOf({ resultsPlaces: text })).toEqual([
    `Expected up to 10 places such as ["s3://bucket/prefix"], without * ? $ and spaces, for resultsPlaces, but got ${JSON.stringify(text)}.`,
  ]);
});

test("more than the policy takes are refused", () => {
  const places = Array.from({ length: 11 }, (_, index) => `s3://owls/${String(index)}`);
  expect(problemsOf({ resultsPlaces: JSON.stringify(places) })).toHaveLength(1);
});
