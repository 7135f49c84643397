/** How results are named where they are kept: a leaf, which whoever fetches them reads too. */

/** The journal in a folder. */
export const journalName = "journal.jsonl";

/** Prefix of the journal's parts in a bucket, where a file cannot grow; their names sort by time. */
export const journalPrefix = "journal/";

/** Bucket and prefix of `s3://bucket/prefix`; the prefix ends with a slash, or is empty. Null for what is none. */
export function s3Location(
  location: string,
): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location) ?? [];
  if (bucket === undefined) return null;
  return { bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/` };
}
