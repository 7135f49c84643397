/** What `--viewport`, `--locale`, `--timezone`, `--block`, `--browser-argument` and the like say: a leaf, as the table of settings uses it. */
import { SettingError } from "./crawl-settings.ts";

/** Size of the page in CSS pixels, and device pixels for each of them. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** What can be blocked by its kind, and DevTools' word for it. */
export const blockable = {
  image: "Image",
  font: "Font",
  media: "Media",
  stylesheet: "Stylesheet",
} as const;

/** `1280x1024` or `390x844@3`; null for what is none. */
export function viewportOf(text: string): Viewport | null {
  const [, width, height, scale = "1"] = /^(\d+)x(\d+)(?:@(\d+(?:\.\d+)?))?$/i.exec(text) ?? [];
  const viewport = { width: Number(width), height: Number(height), scale: Number(scale) };
  const isSize = [viewport.width, viewport.height].every((side) => side >= 1 && side <= 10_000);
  return isSize && viewport.scale >= 0.1 && viewport.scale <= 10 ? viewport : null;
}

/** Checks a viewport. Throws {@link SettingError}. */
export function viewport(text: string, option: string): string {
  if (viewportOf(text) !== null) return text;
  throw refusal("WIDTHxHEIGHT or WIDTHxHEIGHT@SCALE, such as 390x844@3,", option, text);
}

/** How often to scroll; `true` is an option without a value. Throws {@link SettingError}. */
export function scrolls(text: string, option: string): number {
  const times = text === "true" ? 20 : /^\d+$/.test(text) ? Number(text) : 0;
  if (times >= 1 && times <= 1000) return times;
  throw refusal("a whole number from 1 to 1000", option, text);
}

/** What a screenshot shows; `true` is an option without a value. Throws {@link SettingError}. */
export function area(text: string, option: string): "viewport" | "full" {
  if (text === "viewport" || text === "true") return "viewport";
  if (text === "full") return "full";
  throw refusal("viewport or full", option, text);
}

/** A language tag as RFC 5646 writes it. Throws {@link SettingError}. */
export function locale(text: string, option: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(text);
    if (tag !== undefined) return tag;
  } catch {
    // Said below.
  }
  throw refusal("a language tag such as de or pt-BR", option, text);
}

/** A time zone of the IANA database. Throws {@link SettingError}. */
export function timeZone(text: string, option: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone && text;
  } catch {
    throw refusal("a time zone such as Europe/Stockholm", option, text);
  }
}

/** Kinds of what pages load, with commas or white space between them. Throws {@link SettingError}. */
export function blocked(text: string, option: string): readonly string[] {
  const kinds = text.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = kinds.find((kind) => !(kind in blockable));
  if (unknown === undefined) return kinds;
  throw refusal(`some of ${Object.keys(blockable).join(", ")}`, option, unknown);
}

/**
 * Chromium's switches of its way to the network, in every spelling that it or its driver takes: they would lead the browser,
 * but not the crawler, past the proxy and the refusal of private addresses.
 * https://chromium.googlesource.com/chromium/src/+/HEAD/net/docs/proxy.md
 */
const networkArgument =
  /^-{0,2}(?:proxy-server|proxy-pac-url|proxy-bypass-list|proxy-auto-detect|no-proxy-server)(?:=|$)/i;

/** Arguments for the browser, split at white space. Throws {@link SettingError}. */
export function browserArguments(text: string, option: string): readonly string[] {
  const list = text.split(/\s+/).filter((word) => word !== "");
  const refused = list.find((argument) => networkArgument.test(argument));
  if (refused === undefined) return list;
  throw refusal("no proxy, which --proxy sets for browser and crawler,", option, refused);
}

function refusal(expected: string, option: string, text: string): SettingError {
  return new SettingError(`Expected ${expected} for ${option}, but got "${text}".`);
}
