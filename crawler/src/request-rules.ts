/** What `--header`, `--cookie` and `--basic-auth` say: a leaf, as the table of settings uses it. No message has a value. */
import { SettingError } from "./crawl-settings.ts";

/** A header of requests. */
export interface GivenHeader {
  readonly name: string;
  readonly value: string;
}

/** A cookie that the browser has from the start. */
export interface GivenCookie {
  readonly name: string;
  readonly value: string;
  /** Domain with all hosts below it, without a dot before it; null for the hosts of the start URLs alone. */
  readonly domain: string | null;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "Strict" | "Lax" | "None" | null;
}

/** User and password, as the header carries them. */
export interface GivenUser {
  readonly user: string;
  readonly password: string;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** Those that have an option of their own, and those that are about the connection: the browser and Node.js set them. */
const otherOption: Readonly<Record<string, string>> = {
  cookie: "--cookie",
  "user-agent": "--user-agent",
  "accept-language": "--locale",
};
const ofConnection =
  /^(?:host|connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade|accept-encoding|proxy-.*|sec-.*)$/;

/** `Name: value`; null for what is none. */
export function givenHeader(text: string): GivenHeader | null {
  const [, name = "", value = ""] = /^([^:]+):(.*)$/.exec(text) ?? [];
  const trimmed = value.trim();
  return token.test(name) && /^[\t\x20-\x7e]+$/.test(trimmed) ? { name, value: trimmed } : null;
}

/**
 * Checks headers, one per line. Throws {@link SettingError} for one that is none or is not for users to set, and for a name
 * that comes twice.
 */
export function headers(text: string, option: string): readonly string[] {
  const names = new Set<string>();
  return lines(text).map((line) => {
    const header = givenHeader(line);
    if (header === null) {
      throw refusal("Name: value, in printable ASCII,", option, "something else");
    }
    const name = header.name.toLowerCase();
    const other = otherOption[name];
    if (other !== undefined) throw refusal(`no ${name}, which is ${other},`, option, "one");
    if (ofConnection.test(name)) {
      throw refusal("no header of the connection", option, `"${name}"`);
    }
    if (names.has(name)) throw refusal("each header once", option, `${header.name} twice`);
    names.add(name);
    return line;
  });
}

/** `name=value` and its attributes, as in Set-Cookie; null for what is none. */
export function givenCookie(text: string): GivenCookie | null {
  const [pair = "", ...attributes] = text.split(";").map((part) => part.trim());
  const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
  // https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1, and blanks and commas, which browsers take.
  if (!token.test(name) || !/^[\x20-\x3a\x3c-\x7e]*$/.test(value)) return null;
  let cookie: GivenCookie = {
    ...{ name, value, domain: null, path: "/" },
    ...{ secure: false, httpOnly: false, sameSite: null },
  };
  for (const attribute of attributes) {
    const changed = withAttribute(cookie, attribute);
    if (changed === null) return null;
    cookie = changed;
  }
  return cookie;
}

function withAttribute(cookie: GivenCookie, attribute: string): GivenCookie | null {
  const [, name = "", value = ""] = /^([^=]*)=?(.*)$/.exec(attribute) ?? [];
  switch (name.trim().toLowerCase()) {
    case "domain": {
      const domain = value.trim().replace(/^\./, "").toLowerCase();
      return /^[a-z0-9.-]+$/.test(domain) ? { ...cookie, domain } : null;
    }
    case "path":
      return value.trim().startsWith("/") ? { ...cookie, path: value.trim() } : null;
    case "secure":
      return { ...cookie, secure: true };
    case "httponly":
      return { ...cookie, httpOnly: true };
    case "samesite": {
      const sameSite = (["Strict", "Lax", "None"] as const).find(
        (word) => word.toLowerCase() === value.trim().toLowerCase(),
      );
      return sameSite === undefined ? null : { ...cookie, sameSite };
    }
    default:
      return null;
  }
}

/** Checks cookies, one per line. Throws {@link SettingError} for one that is none. */
export function cookies(text: string, option: string): readonly string[] {
  return lines(text).map((line) => {
    if (givenCookie(line) !== null) return line;
    throw refusal(
      "name=value, with Domain=, Path=, SameSite=, Secure or HttpOnly after semicolons or without,",
      option,
      "something else",
    );
  });
}

/** `user:password`; null for what is none. */
export function givenUser(text: string): GivenUser | null {
  const [, user, password] = /^([^:]+):(.*)$/.exec(text) ?? [];
  return user === undefined || password === undefined ? null : { user, password };
}

/** Checks a user with a password. Throws {@link SettingError}. */
export function user(text: string, option: string): string {
  if (givenUser(text) !== null && /^[^\p{Cc}]+$/u.test(text)) return text;
  throw refusal("user:password", option, "something else");
}

function lines(text: string): readonly string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What was given may be a secret. */
function refusal(expected: string, option: string, got: string): SettingError {
  return new SettingError(`Expected ${expected} for ${option}, but got ${got}.`);
}
