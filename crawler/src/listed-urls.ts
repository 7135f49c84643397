import { SettingError } from "./config.ts";
import type { ResultsStore } from "./results-store.ts";
import { httpUrls } from "./setting-parsers.ts";

/**
 * The URLs of lists that are kept among the results, a line each. Throws {@link SettingError} for a list that is not there,
 * and for a line that is no URL to start from.
 */
export async function listedUrls(
  store: ResultsStore,
  names: readonly string[],
): Promise<readonly string[]> {
  const urls: string[] = [];
  for (const name of names) {
    const file = `${name} in ${store.location}`;
    const content = await store.read(name);
    if (content === null) {
      throw new SettingError(`Expected a list of URLs for ${file}, but got no such file.`);
    }
    for (const url of httpUrls(content.toString("utf8"), file)) urls.push(url);
  }
  return urls;
}
