import type { PageMetadata } from "./contract.ts";
import type { FoundMetadata } from "./page-content.ts";

/** Levels of a JSON-LD block: whoever reads the record may walk through it, and a page may nest without end. */
const deepest = 50;

/** Metadata as they stand in the record. */
export function pageMetadata({ description, lang, meta, jsonLd }: FoundMetadata): PageMetadata {
  const contents = new Map<string, string[]>();
  for (const [name, content] of meta) {
    contents.set(name, [...(contents.get(name) ?? []), content]);
  }
  return { description, lang, meta: Object.fromEntries(contents), jsonLd: jsonLd.map(parsed) };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, deepest) ? text : value;
  } catch {
    return text;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
