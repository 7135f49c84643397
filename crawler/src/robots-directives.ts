import type { RobotsMeta } from "./page-script.ts";
import { productToken } from "./robots-text.ts";

/** What a page asks of robots: to be left out of an index, and that its links are not followed. */
export interface RobotsDirectives {
  readonly noindex: boolean;
  readonly nofollow: boolean;
}

const none: RobotsDirectives = { noindex: false, nofollow: false };
/** Our own name, whatever --user-agent says. */
const ownName = "mayfly";
/** Directives that have a colon themselves, so that what is before it is no name. */
const withValue = /^(?:unavailable_after|max-snippet|max-image-preview|max-video-preview)$/;

/**
 * What the `meta` elements of a page ask, those named `robots`, `mayfly` or like the product token of `agent`, a User-Agent
 * header. Of several, each counts. https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
 */
export function metaDirectives(
  metas: readonly RobotsMeta[],
  agent: string | undefined,
): RobotsDirectives {
  return metas
    .filter(({ name }) => isForUs(name.trim().toLowerCase(), agent))
    .flatMap(({ content }) => wordsOf(content))
    .reduce(withWord, none);
}

/**
 * The same of X-Robots-Tag headers, one a line, each of which is by itself: a name before a colon says for whom all that follows
 * in its header is.
 */
export function headerDirectives(
  headers: string | null,
  agent: string | undefined,
): RobotsDirectives {
  let directives = none;
  for (const header of (headers ?? "").split("\n")) {
    let counts = true;
    for (const part of wordsOf(header)) {
      const colon = part.indexOf(":");
      const name = part.slice(0, Math.max(0, colon)).trim();
      const isName = colon > 0 && !withValue.test(name);
      if (isName) counts = isForUs(name, agent);
      if (counts) directives = withWord(directives, isName ? part.slice(colon + 1).trim() : part);
    }
  }
  return directives;
}

function isForUs(name: string, agent: string | undefined): boolean {
  return (
    name === "robots" || name === ownName || (agent !== undefined && name === productToken(agent))
  );
}

function wordsOf(text: string): readonly string[] {
  return text.split(",").map((word) => word.trim().toLowerCase());
}

function withWord({ noindex, nofollow }: RobotsDirectives, word: string): RobotsDirectives {
  return {
    noindex: noindex || word === "noindex" || word === "none",
    nofollow: nofollow || word === "nofollow" || word === "none",
  };
}
