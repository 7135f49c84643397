/** What an address may have as it is: https://www.rfc-editor.org/rfc/rfc3986#section-2.3 */
const unreserved = /[\w.~-]/;

/**
 * One form of what is escaped: nothing that need not be, so that `/%7Ejoe` and `/~joe` are one path, and the rest in capitals.
 * https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2, https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2
 */
export function normaliseEscapes(text: string): string {
  // Each link of each page comes here, and most have none.
  if (!text.includes("%")) return text;
  return decodeUnreserved(text).replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** Decodes what need not have been encoded, and leaves the rest as it is. */
export function decodeUnreserved(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return unreserved.test(character) ? character : escape;
  });
}
