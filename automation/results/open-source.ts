import { s3Location } from "../../crawler/src/results-names.ts";
import { MayflyError } from "../errors.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";
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

/** Does something with a place of results, within milliseconds, and closes it again. */
export async function withSource<Result>(
  location: string,
  region: string | undefined,
  ms: number,
  signal: AbortSignal,
  use: (source: ResultsSource, within: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const source = await openSource(location, region);
  try {
    return await withDeadline(ms, signal, async (within) => use(source, within));
  } finally {
    source.close();
  }
}
