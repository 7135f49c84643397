import { normaliseEscapes } from "./percent-escapes.ts";

/** Query parameters that only say where a visitor came from. */
const trackingParameter = /^(?:utm_\w+|gclid|fbclid|msclkid|dclid|mc_eid)$/i;

/**
 * One form for every way to write an address: no fragment, no credentials, no tracking parameters, query sorted by name,
 * nothing escaped that need not be, escapes in capitals (https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2);
 * the rest as WHATWG URL writes it (lower-case host, no default port). A trailing slash is kept, it may be another page,
 * and so is the spelling of each parameter: a server may tell `?wsdl` from `?wsdl=`. Null for what is not http or https.
 */
export function normaliseUrl(text: string, base?: string): string | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  url.hash = "";
  url.username = "";
  url.password = "";
  url.pathname = normaliseEscapes(url.pathname);
  url.search = normaliseQuery(normaliseEscapes(url.search.slice(1)));
  return url.href;
}

function normaliseQuery(query: string): string {
  return query
    .split("&")
    .filter((parameter) => parameter !== "" && !trackingParameter.test(nameOf(parameter)))
    .sort((one, other) => compare(nameOf(one), nameOf(other)))
    .join("&");
}

function nameOf(parameter: string): string {
  return parameter.split("=", 1)[0] ?? "";
}

/** By code unit, as `URLSearchParams.sort` does. */
function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
