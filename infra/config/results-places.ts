import type { ConfigReader } from "./reader.ts";

/** The role's policy may have 10,240 characters, and each place is in it twice. */
const [mostPlaces, mostCharacters] = [10, 300];

/** No wildcard or variable of a policy may be in it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const form = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^*?$"\\\s]*))?$/;

/** Where in S3 results may be: the prefix ends with a slash, or is empty. */
export interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads the places besides the stack's bucket that tasks may keep results in. */
export function resultsPlacesOf(read: ConfigReader): readonly string[] {
  const expected = `up to ${String(mostPlaces)} places such as ["s3://bucket/prefix"], without * ? $ and spaces,`;
  const isPlace = (text: string): boolean => text.length <= mostCharacters && form.test(text);
  const places = read.list("resultsPlaces", expected, isPlace) ?? [];
  if (places.length > mostPlaces) {
    read.refuse(expected, "resultsPlaces", read.text("resultsPlaces"));
  }
  return places;
}

/** Bucket and prefix of a place that was checked. */
export function s3PlaceOf(place: string): S3Place {
  const [, bucket = "", path = ""] = form.exec(place) ?? [];
  return { bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/` };
}
