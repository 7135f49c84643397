import picomatch from "picomatch";
import { RE2JS } from "re2js";

/** Whether a URL, as {@link normaliseUrl} writes it, is one that is meant. */
export type UrlMatcher = (url: string) => boolean;

/** Characters of a pattern, at most: nobody writes longer ones. */
const mostCharacters = 2000;

const expressionMark = "re:";

/**
 * A pattern of `--include`, `--exclude` or `--prefer` as a function. `re:` and a regular expression in RE2's syntax
 * (https://github.com/google/re2/wiki/Syntax) is looked for anywhere in the URL; anything else is a glob. Either takes time
 * that is linear in the length of the URL, whoever wrote the URL. Throws an error that says what is wrong.
 */
export function urlMatcher(pattern: string): UrlMatcher {
  if (pattern.length > mostCharacters) {
    throw new Error(`at most ${String(mostCharacters)} characters`);
  }
  if (!pattern.startsWith(expressionMark)) return globMatcher(pattern);
  const source = pattern.slice(expressionMark.length);
  if (source === "") throw new Error("something after re:");
  const expression = compile(source);
  return (url) => expression.test(url);
}

/**
 * A glob that begins with `/` is matched against path and query, any other against the whole URL. `*` stays within a path
 * segment, `**` does not; a `?` is the one before a query, not a wildcard; `!` before a glob turns it round.
 */
function globMatcher(glob: string): UrlMatcher {
  const [, marks = "", rest = ""] = /^(!*)(.*)$/s.exec(glob) ?? [];
  const wanted = marks.length % 2 === 0;
  const isPath = rest.startsWith("/");
  // A leading "/**" means also no folder at all only where something stands before it.
  const expression = compile(globSource(`${isPath ? "_" : ""}${rest.replaceAll("?", "\\?")}`));
  return (url) => {
    if (!isPath) return expression.test(url) === wanted;
    const { pathname, search } = new URL(url);
    return expression.test(`_${pathname}${search}`) === wanted;
  };
}

/**
 * The regular expression of a glob without look-ahead, which RE2 does not have: that none of a URL's segments is `.` or `..`
 * is certain, and a `*` that is a whole segment is at least one character.
 */
function globSource(glob: string): string {
  return picomatch
    .makeRe(glob, { dot: true, nobrace: false, noextglob: true, strictSlashes: true })
    .source.replaceAll(/\(\?!(?:\(\?:\^\|\\\/\))?\\\.\{1,2\}\(\?:\\\/\|\$\)\)/g, "")
    .replaceAll(/\(\?=\.\)\[\^\/\]\*\?(?=\\\/|\)\$$)/g, "[^/]+?")
    .replaceAll("(?=.)", "");
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replace(/^error parsing regexp: /, "").replace(/: `.*$/s, ""), {
      cause: error,
    });
  }
}
