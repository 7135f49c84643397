import { configKeys, type ConfigKey, type ConfigKeyName } from "./keys.ts";

/**
 * Reads configuration values, which Pulumi keeps as text, and collects what is wrong with them, so that one preview tells
 * everything. What it returns after a problem is only there to go on reading.
 */
export class ConfigReader {
  /** One sentence each: what was expected, for which key, what came. */
  readonly problems: string[] = [];
  readonly #raw: Readonly<Record<string, string>>;

  constructor(raw: Readonly<Record<string, string>>) {
    this.#raw = raw;
  }

  /** Notes a wrong value. */
  refuse(expected: string, key: ConfigKeyName, value: string | undefined): void {
    const got = value === undefined ? "nothing" : JSON.stringify(value);
    this.problems.push(`Expected ${expected} for ${key}, but got ${got}.`);
  }

  /** The text as it was set, or the default; undefined where there is neither. */
  text(key: ConfigKeyName): string | undefined {
    const { default: fallback }: ConfigKey = configKeys[key];
    const value = this.#raw[key]?.trim();
    if (value !== undefined && !isUnset(value)) return value;
    return fallback === undefined ? undefined : String(fallback);
  }

  /** A text that must pass a check. */
  checked(key: ConfigKeyName, expected: string, check: (text: string) => boolean): string {
    const value = this.text(key);
    if (value === undefined || !check(value)) this.refuse(expected, key, value);
    return value ?? "";
  }

  /** The same, for a key that may be absent. */
  optional(
    key: ConfigKeyName,
    expected: string,
    check: (text: string) => boolean,
  ): string | undefined {
    return this.text(key) === undefined ? undefined : this.checked(key, expected, check);
  }

  /** One of some words. */
  choice<Word extends string>(key: ConfigKeyName, words: readonly [Word, ...Word[]]): Word {
    const value = this.checked(key, or(words), (text) => words.includes(text as Word));
    const { default: fallback }: ConfigKey = configKeys[key];
    return (
      words.find((word) => word === value) ??
      words.find((word) => word === String(fallback)) ??
      words[0]
    );
  }

  /** A whole number that must pass a check; undefined where it is not set. */
  integer(
    key: ConfigKeyName,
    expected: string,
    check: (value: number) => boolean,
  ): number | undefined {
    const text = this.optional(
      key,
      expected,
      (value) => /^-?\d{1,9}$/.test(value) && check(Number(value)),
    );
    return text === undefined ? undefined : Number(text);
  }

  flag(key: ConfigKeyName): boolean {
    return this.choice(key, ["true", "false"]) === "true";
  }

  /** A list of texts, each of which must pass a check; undefined where it is not set. */
  list(
    key: ConfigKeyName,
    expected: string,
    check: (text: string) => boolean,
  ): readonly string[] | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    const items: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
    const texts = items.filter((item) => typeof item === "string");
    const isRight = texts.length > 0 && texts.length === items.length && texts.every(check);
    if (!isRight) this.refuse(expected, key, value);
    return texts;
  }

  /** Names with texts, each of which must pass a check. Numbers and booleans count as the text that was typed. */
  map(
    key: ConfigKeyName,
    expected: string,
    check: (name: string, text: string) => boolean,
  ): Readonly<Record<string, string>> {
    const value = this.text(key);
    if (value === undefined) return {};
    const parsed = parse(value);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
      this.refuse(expected, key, value);
      return {};
    }
    const result: Record<string, string> = {};
    for (const [name, item] of Object.entries(parsed as Record<string, unknown>)) {
      const isText = ["string", "number", "boolean"].includes(typeof item);
      result[name] = isText ? String(item) : "";
      if (isText && check(name, String(item))) continue;
      this.problems.push(
        `Expected ${expected} for ${key}, but got ${JSON.stringify({ [name]: item })}.`,
      );
    }
    return result;
  }
}

/** `a, b or c`. */
export function or(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** Whether a value is what `Pulumi.yaml` has for a key that is not set. */
export const isUnset = (text: string): boolean => ["", "[]", "{}"].includes(text);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
