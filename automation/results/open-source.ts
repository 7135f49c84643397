import { s3Location } from "../../crawler/src/results-names.ts";
import { MayflyError } from "../errors.ts";
import { bucketSource } from "./bucket-source.ts";
import { folderSource } from "./folder-source.ts";
import type { ResultsSource } from "./results-source.ts";

/** Opens a place of results: `s3://bucket/prefix`, whose bucket is in `region`, or a folder. */
export async function openSource(
  location: string,
  region: string | undefined,
): Promise<ResultsSource> {
  const place = s3Location(location);
  if (place !== null) return await bucketSource({ ...place, region }, location);
  if (!location.startsWith("s3:")) return folderSource(location);
  throw new MayflyError(
    "usage",
    `Expected s3://bucket/prefix or a folder for results, but got "${location}".`,
  );
}
