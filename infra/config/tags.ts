import type { ConfigReader } from "./reader.ts";

/** AWS takes 50 of a resource, and three are ours. */
const most = 47;

const form =
  "names of up to 128 and texts of up to 256 letters, digits, spaces and _.:/=+-@, not beginning with aws: or mayfly:,";

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const isTag = (name: string, text: string): boolean =>
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) &&
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(text) &&
  !/^(aws|mayfly):/i.test(name);

/** Reads the user's own tags, and refuses what one of the services would. */
export function ownTags(read: ConfigReader): Readonly<Record<string, string>> {
  const tags = read.map("tags", form, isTag);
  const names = Object.keys(tags);
  if (names.length > most) {
    read.problems.push(
      `Expected at most ${String(most)} tags for tags, since AWS takes 50 and three are Mayfly's, but got ${String(names.length)}.`,
    );
  }
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (other === undefined) continue;
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    read.problems.push(
      `Expected names that differ in more than case for tags, since IAM ignores case, but got ${JSON.stringify(other)} and ${JSON.stringify(name)}.`,
    );
  }
  return tags;
}
