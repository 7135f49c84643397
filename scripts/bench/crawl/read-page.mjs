/* global document */
/**
 * What a page has, read in the browser as a hand-written crawler would: title and links, each once, without fragments.
 * It is sent there as text, so it uses nothing from outside.
 */
export function readPage() {
  const links = new Set();
  for (const { href } of document.querySelectorAll("a[href]")) {
    if (href.startsWith("http")) links.add(href.split("#")[0]);
  }
  const [navigation] = performance.getEntriesByType("navigation");
  return { title: document.title, links: [...links], status: navigation.responseStatus };
}
