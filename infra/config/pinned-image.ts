import { imageProblem } from "./image-reference.ts";
import type { ConfigKeyName } from "./keys.ts";
import type { ConfigReader } from "./reader.ts";

/** Refuses what names no image, and names without a tag or a digest: they would be whatever `latest` is on the day. */
export function checkImage(read: ConfigReader, key: ConfigKeyName, text: string): void {
  const expected = imageProblem(text);
  if (expected !== null) read.refuse(expected, key, text);
}
