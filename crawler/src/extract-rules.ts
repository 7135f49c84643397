/** What `--extract` says: a leaf, as the table of settings uses it. */
import { SettingError } from "./crawl-settings.ts";

/** One thing to take from every page. */
export interface ExtractRule {
  /** Its name in the record. */
  readonly name: string;
  /** CSS selector; whether it is one, the browser alone can tell. */
  readonly selector: string;
  /** The attribute whose value is taken; null for the text. */
  readonly attribute: string | null;
}

/** `name=selector` or `name=selector@attribute`. An `@` within a selector has a quote or bracket after it. */
export function extractRule(text: string): ExtractRule | null {
  const [, name, wanted] = /^([A-Za-z][\w-]{0,63})\s*=\s*(\S.*)$/.exec(text) ?? [];
  if (name === undefined || wanted === undefined) return null;
  const [, selector, attribute] = /^(.*)@([A-Za-z_:][\w:.-]*)$/.exec(wanted) ?? [];
  if (selector?.trim() === "") return null;
  return { name, selector: (selector ?? wanted).trim(), attribute: attribute ?? null };
}

/**
 * Checks rules, one per line, since selectors have white space in them. Throws {@link SettingError} for one that is none and
 * for a name that comes twice.
 */
export function extracts(text: string, option: string): readonly string[] {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const names = new Set<string>();
  for (const line of lines) {
    const rule = extractRule(line);
    if (rule === null) {
      throw new SettingError(
        `Expected name=selector or name=selector@attribute, the name a letter and up to 63 letters, digits, dashes or underscores, for ${option}, but got "${line}".`,
      );
    }
    if (names.has(rule.name)) {
      throw new SettingError(
        `Expected each name once for ${option}, but got "${rule.name}" twice.`,
      );
    }
    names.add(rule.name);
  }
  return lines;
}
