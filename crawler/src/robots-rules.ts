import { normaliseEscapes } from "./percent-escapes.ts";

/** A path that may be visited or not, as a robots.txt has it. */
interface Rule {
  readonly allows: boolean;
  /** Characters of the pattern: the longest that matches decides. */
  readonly length: number;
  /** What is between the wildcards, in this order. */
  readonly parts: readonly string[];
  /** Whether the last of them must be the end of the path. */
  readonly isWhole: boolean;
}

/** What is said to some user agents. */
interface Group {
  readonly rules: Rule[];
  /** Seconds; null where none is asked for. */
  crawlDelay: number | null;
}

/**
 * The rules of a robots.txt for one product token, by RFC 9309. Each question takes time in proportion to the file and the
 * path alone, whatever wildcards a hostile file has.
 */
export class RobotsRules {
  readonly #group: Group;

  /** `token` is in small letters. Lines that say nothing of pages, such as Sitemap, are as if they were not there. */
  constructor(text: string, token: string) {
    const groups = groupsOf(text);
    this.#group = groups.get(token) ?? groups.get("*") ?? { rules: [], crawlDelay: null };
    // The first that matches is the longest; of equals, what allows (https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2).
    this.#group.rules.sort(
      (one, other) => other.length - one.length || Number(other.allows) - Number(one.allows),
    );
  }

  /** Seconds between two pages that are asked for, never less than 0; 0 where nothing is. */
  get crawlDelay(): number {
    return Math.max(0, this.#group.crawlDelay ?? 0);
  }

  /** Whether a URL of this origin may be visited. */
  allows(url: string): boolean {
    const { pathname, search } = new URL(url);
    const path = normalise(pathname + search);
    return this.#group.rules.find((rule) => matches(rule, path))?.allows ?? true;
  }
}

/** Groups by the names of their user agents, in small letters; several of one name are one. */
function groupsOf(text: string): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  let current: Group[] = [];
  let isNaming = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, field, value = ""] =
      /^\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const name = field?.toLowerCase();
    if (name === undefined) continue;
    if (name === "user-agent") {
      if (!isNaming) current = [];
      const agent = (value.split("/")[0] ?? "").trim().toLowerCase();
      const group = groups.get(agent) ?? { rules: [], crawlDelay: null };
      groups.set(agent, group);
      current.push(group);
    } else {
      for (const group of current) take(group, name, value.trim());
    }
    isNaming = name === "user-agent";
  }
  return groups;
}

function take(group: Group, name: string, value: string): void {
  if (name === "crawl-delay") {
    const seconds = Number(value);
    if (value !== "" && !Number.isNaN(seconds)) group.crawlDelay = seconds;
    return;
  }
  // An empty rule is none: all else is allowed anyway.
  if (value === "") return;
  const pattern = normalise(value);
  const isWhole = pattern.endsWith("$");
  const parts = (isWhole ? pattern.slice(0, -1) : pattern).split(/\*+/);
  group.rules.push({ allows: name === "allow", length: pattern.length, parts, isWhole });
}

/** The first place of each part is the best: what is left after it can only be longer. */
function matches({ parts, isWhole }: Rule, path: string): boolean {
  const [first = "", ...others] = parts;
  if (!path.startsWith(first)) return false;
  const last = isWhole ? others.pop() : undefined;
  let end = first.length;
  for (const part of others) {
    const at = path.indexOf(part, end);
    if (at === -1) return false;
    end = at + part.length;
  }
  if (!isWhole) return true;
  if (last === undefined) return end === path.length;
  return path.length - last.length >= end && path.endsWith(last);
}

/** One form of a path, however it is encoded (https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2). */
function normalise(path: string): string {
  return normaliseEscapes(encodeURI(path).replaceAll("%25", "%"));
}
