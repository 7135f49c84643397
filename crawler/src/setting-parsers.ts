/**
 * Parsers of setting texts. Each throws {@link SettingError}: expected what, for which option, got what.
 */
import { SettingError } from "./crawl-settings.ts";
import { urlMatcher } from "./url-pattern.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPattern = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/|$)/;

function refuse(expected: string, option: string, text: string): never {
  throw new SettingError(`Expected ${expected} for ${option}, but got "${text}".`);
}

/** Several values, split at white space. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** An absolute http or https URL. */
export function httpUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return refuse("an absolute http or https URL", option, text);
  }
  if (url.username !== "" || url.password !== "") {
    // Not repeated: what is refused ends in logs.
    throw new SettingError(
      `Expected a URL without user name and password for ${option}, but got one with them for ${url.host}.`,
    );
  }
  return text;
}

/** Several of them. */
export function httpUrls(text: string, option: string): readonly string[] {
  return words(text).map((word) => httpUrl(word, option));
}

/** Patterns of URLs, split at white space: globs, or `re:` and a regular expression. */
export function patterns(text: string, option: string): readonly string[] {
  const list = words(text);
  for (const pattern of list) {
    try {
      urlMatcher(pattern);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refuse(`a glob, or re: and a regular expression of RE2 (${reason}),`, option, pattern);
    }
  }
  return list;
}

/** An http, https or socks5 URL of a proxy. */
export function proxyUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isProxy =
    url !== null &&
    /^(?:https?|socks5):$/.test(url.protocol) &&
    url.hostname !== "" &&
    /^\/?$/.test(url.pathname + url.search + url.hash);
  // A percent sign that begins no octet would be refused later, where nobody says for which option.
  if (isProxy && [url.username, url.password].every(isDecodable)) return text;
  // What is refused ends in logs: the password stays out of it.
  const shown = text.replace(/(?<=:\/\/)[^@]*(?=@)/, "***");
  return refuse(
    "an http, https or socks5 URL of a host, without a path, such as http://proxy:3128,",
    option,
    shown,
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A parser of whole numbers in a range. */
export function integer(least: number, most: number) {
  return (text: string, option: string): number => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most
      ? value
      : refuse(`a whole number from ${String(least)} to ${String(most)}`, option, text);
  };
}

/** A parser of durations in seconds, whole or with a fraction, in a range. */
export function seconds(least: number, most: number) {
  return (text: string, option: string): number => {
    const value = Number(text);
    return /^\d+(?:\.\d+)?$/.test(text) && value >= least && value <= most
      ? value
      : refuse(`a number of seconds from ${String(least)} to ${String(most)}`, option, text);
  };
}

/** A parser of numbers, whole or with a fraction, in a range. */
export function decimal(least: number, most: number) {
  return (text: string, option: string): number => {
    const value = Number(text);
    return /^\d+(?:\.\d+)?$/.test(text) && value >= least && value <= most
      ? value
      : refuse(`a number from ${String(least)} to ${String(most)}`, option, text);
  };
}

const units: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9 };

/** A number of bytes, at least one, with or without `k`, `M` or `G` for thousands, millions and thousand millions. */
export function bytes(text: string, option: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([kMG]?)$/.exec(text) ?? [];
  const value = Math.floor(Number(number) * (units[unit] ?? 0));
  return value >= 1 && Number.isSafeInteger(value)
    ? value
    : refuse("a number of bytes such as 500000, 200M or 1.5G", option, text);
}

/** A parser of words that are one of several. */
export function oneOf<Word extends string>(choices: readonly Word[]) {
  return (text: string, option: string): Word =>
    choices.find((word) => word === text) ?? refuse(`one of ${choices.join(", ")}`, option, text);
}

/** A folder, or a bucket with or without a prefix, as `s3://bucket/prefix`. */
export function place(value: string, option: string): string {
  const isUrl = /^[a-z][a-z0-9+.-]*:/i.test(value);
  return !isUrl || bucketPattern.test(value)
    ? text(value, option)
    : refuse("a folder or s3://bucket/prefix", option, value);
}

/** `true` or `false`. */
export function bool(text: string, option: string): boolean {
  return text === "true" || (text === "false" ? false : refuse("true or false", option, text));
}

/** Text without control characters. */
export function text(value: string, option: string): string {
  return /^[\t\x20-\x7e\x80-\uffff]+$/.test(value)
    ? value
    : refuse("printable text", option, value);
}
