const link = /<([^<>]*)>((?:\s*;\s*[^\s;,=]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g;
const parameter = /;\s*([^\s;,=]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"]*)))?/g;

/**
 * The URL that a Link header of `base` names as canonical; null where it names none. Links of another context than the page
 * itself (`anchor`) do not count. https://www.rfc-editor.org/rfc/rfc8288#section-3
 */
export function canonicalLink(header: string, base: string): string | null {
  for (const [, target = "", rest = ""] of header.matchAll(link)) {
    const parameters = new Map<string, string>();
    for (const [, name = "", quoted, plain = ""] of rest.matchAll(parameter)) {
      // The first of a name counts.
      const key = name.toLowerCase();
      if (!parameters.has(key)) parameters.set(key, quoted ?? plain);
    }
    const relations = (parameters.get("rel") ?? "").toLowerCase().split(/\s+/);
    if (!relations.includes("canonical") || parameters.has("anchor")) continue;
    if (URL.canParse(target, base)) return new URL(target, base).href;
  }
  return null;
}
