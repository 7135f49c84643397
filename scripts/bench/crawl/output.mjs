/** @typedef {import("./race.mjs").Page} Page */

/**
 * Throws where two crawls of one site did not find the same: URLs, status, titles and links.
 *
 * @param {string} name Of the crawl that is compared.
 * @param {readonly Page[]} pages
 * @param {readonly Page[]} expected
 */
export function requireSameOutput(name, pages, expected) {
  const wanted = new Map(expected.map((page) => [page.url, textOf(page)]));
  const found = new Map(pages.map((page) => [page.url, textOf(page)]));
  for (const url of new Set([...wanted.keys(), ...found.keys()])) {
    const [one, other] = [found.get(url), wanted.get(url)];
    if (one === other) continue;
    throw new Error(
      `${name} has another output for ${url}:\n${one ?? "none"}\nand not\n${other ?? "none"}`,
    );
  }
}

/** @param {Page} page */
function textOf({ status, title, links }) {
  return JSON.stringify({ status, title, links: [...links].sort() });
}
