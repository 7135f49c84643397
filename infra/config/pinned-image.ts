import { fitsRegistry, parseImageReference } from "./image-reference.ts";
import type { ConfigKeyName } from "./keys.ts";
import type { ConfigReader } from "./reader.ts";

/** What the path of an image on Docker Hub looks like, for messages. */
export const hubPathForm = "at most two names with a / between them, which is what Docker Hub has,";

/** Refuses what names no image, and names without a tag or a digest: they would be whatever `latest` is on the day. */
export function checkImage(read: ConfigReader, key: ConfigKeyName, text: string): void {
  const reference = parseImageReference(text);
  if (reference === undefined || (reference.tag ?? reference.digest) === undefined) {
    read.refuse("an image with a tag or a digest", key, text);
  } else if (!fitsRegistry(reference)) {
    read.refuse(hubPathForm, key, text);
  }
}
