/** Query parameters that only say where a visitor came from. */
const trackingParameter = /^(?:utm_\w+|gclid|fbclid|msclkid|dclid|mc_eid)$/i;

/**
 * One form for every way to write an address: no fragment, no credentials, no tracking parameters, query sorted; the rest
 * as WHATWG URL writes it (lower-case host, no default port). A trailing slash is kept: it may be another page. Null for
 * what is not http or https.
 */
export function normaliseUrl(text: string, base?: string): string | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  url.hash = "";
  url.username = "";
  url.password = "";
  if (url.search !== "") {
    for (const name of [...url.searchParams.keys()]) {
      if (trackingParameter.test(name)) url.searchParams.delete(name);
    }
    url.searchParams.sort();
    // A lone "?" is the same page.
    if (url.searchParams.size === 0) url.search = "";
  }
  return url.href;
}
