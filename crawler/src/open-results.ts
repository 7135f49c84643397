import { FolderStore } from "./folder-store.ts";
import { ObjectStore } from "./object-store.ts";
import { messageOf, ResultsError } from "./errors.ts";
import type { ResultsStore } from "./results-store.ts";

/** Bucket and prefix of `s3://bucket/prefix`; the prefix ends with a slash, or is empty. Null for what is none. */
export function s3Location(
  location: string,
): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location) ?? [];
  if (bucket === undefined) return null;
  return { bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/` };
}

/** Opens the place of a setting: a bucket, or a folder. Throws {@link ResultsError} when a folder cannot be made. */
export async function openResults(
  location: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ResultsStore> {
  const place = s3Location(location);
  if (place === null) return openFolder(location);
  const { s3Bucket } = await import("./s3.ts");
  return new ObjectStore(s3Bucket(place.bucket, environment), place.prefix, location);
}

function openFolder(location: string): ResultsStore {
  try {
    return new FolderStore(location);
  } catch (error) {
    throw new ResultsError(`Results cannot be kept in ${location}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
