import { stripVTControlCharacters } from "node:util";

/** A duration for people: `0.4 s`, `12.3 s`, `3 m 05 s`, `1 h 02 m`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  return whole < 3600
    ? `${String(Math.floor(whole / 60))} m ${two(whole % 60)} s`
    : `${String(Math.floor(whole / 3600))} h ${two(Math.floor((whole % 3600) / 60))} m`;
}

/** Local time of day of an ISO 8601 string: `10:02:11.123`. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso);
  const part = (value: number, width = 2): string => String(value).padStart(width, "0");
  return `${part(date.getHours())}:${part(date.getMinutes())}:${part(date.getSeconds())}.${part(date.getMilliseconds(), 3)}`;
}

/** Cuts a text to a number of columns, with an ellipsis; wide characters count as two. */
export function fit(text: string, columns: number): string {
  let width = 0;
  let result = "";
  for (const character of text) {
    width += columnsOf(character);
    if (width > columns - 1) return `${result}…`;
    result += character;
  }
  return result;
}

function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  // Of the signs that Mayfly draws with (arrows, marks, spinners), none is wide.
  return code > 0x1100 && !(code >= 0x2000 && code < 0x2e80) ? 2 : 1;
}

/** Columns that a text takes, its colours aside. */
export function widthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).reduce(
    (width, one) => width + columnsOf(one),
    0,
  );
}

/**
 * Joins as many parts as fit into a number of columns, an ellipsis for the others; the last ones are kept, or the first.
 * One part is always there, cut where it alone is too long.
 */
export function joinFitting(
  parts: readonly string[],
  separator: string,
  columns: number,
  keep: "first" | "last",
): string {
  for (let left = parts.length; left > 0; left -= 1) {
    const some = keep === "last" ? parts.slice(-left) : parts.slice(0, left);
    const ends = left === parts.length ? [] : ["…"];
    const text = (keep === "last" ? [...ends, ...some] : [...some, ...ends]).join(separator);
    if (widthOf(text) <= columns) return text;
  }
  const one = keep === "last" ? parts.at(-1) : parts[0];
  return fit(stripVTControlCharacters(one ?? ""), columns);
}

/**
 * A text of somebody else for a terminal: without escape sequences and other control characters, which could clear the screen
 * or colour what follows.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll("\t", " ")
    .replaceAll(/\p{Cc}/gu, "");
}

/** Breaks a text between words into lines of at most so many columns; a longer word stands alone. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= columns) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** `1 page`, `2 pages`. */
export function count(value: number, noun: string): string {
  return `${String(value)} ${noun}${value === 1 ? "" : "s"}`;
}
