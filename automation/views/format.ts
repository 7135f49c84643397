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
    width += (character.codePointAt(0) ?? 0) > 0x1100 ? 2 : 1;
    if (width > columns - 1) return `${result}…`;
    result += character;
  }
  return result;
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

/** `1 page`, `2 pages`. */
export function count(value: number, noun: string): string {
  return `${String(value)} ${noun}${value === 1 ? "" : "s"}`;
}
