/**
 * URLs of the sitemaps that a robots.txt at `url` names, whoever its groups are for; each once. They should be absolute
 * (https://www.sitemaps.org/protocol.html#submit_robots), and are often not.
 */
export function namedSitemaps(text: string, url: string): readonly string[] {
  const named = text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => /^\s*sitemap\s*:\s*([^\s#]+)/i.exec(line)?.[1] ?? [])
    .filter((location) => URL.canParse(location, url))
    .map((location) => new URL(location, url).href);
  return [...new Set(named)].filter((location) => /^https?:/.test(location));
}

/**
 * The name in a User-Agent header by which rules are looked up: `bot` of `bot/1.0 (+https://…)`, and of
 * `Mozilla/5.0 (compatible; bot/1.0)`.
 */
export function productToken(agent: string): string {
  const name = /\(compatible;\s*([\w.-]+)/i.exec(agent)?.[1] ?? agent.split("/")[0] ?? agent;
  return name.trim().toLowerCase();
}
