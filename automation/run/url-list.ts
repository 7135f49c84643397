import { environmentNames } from "../../crawler/src/contract.ts";
import { withSource } from "../results/open-source.ts";
import type { MakePlace } from "./place.ts";

type Environment = Readonly<Record<string, string>>;

/** URLs to start from that are kept among the results, since they are too many for a variable. */
export interface UrlList {
  /** Relative to the place of the results; without white space. */
  readonly name: string;
  readonly content: string;
}

/** Bytes that URLs may take of a variable: Linux takes 128 KiB with its name (MAX_ARG_STRLEN in execve(2)). */
const mostBytes = 120_000;
/** Characters that they may take of the 8,192 that ECS takes for all overrides of a task. */
const mostOverridden = 4096;
/** Milliseconds in which a list must have been written. */
const writeMs = 60_000;

/**
 * The environment of a crawl as its task can take it: where its URLs are too many, with a list of them in their place, which
 * is to be kept among the results before the task starts.
 */
export function withUrlList(
  environment: Environment,
  runId: string,
  isOnFargate: boolean,
): { readonly environment: Environment; readonly list: UrlList | null } {
  const { [environmentNames.urls]: urls = "", ...rest } = environment;
  const isShort = isOnFargate
    ? urls.length <= mostOverridden
    : Buffer.byteLength(urls) <= mostBytes;
  if (isShort) return { environment, list: null };
  const name = `urls/${runId}.txt`;
  // A crawl that is resumed has those of the runs before it.
  const names = [...(rest[environmentNames.urlLists] ?? "").split(" "), name].filter(Boolean);
  return {
    environment: { ...rest, [environmentNames.urlLists]: names.join(" ") },
    list: { name, content: `${urls.split(/\s+/).join("\n")}\n` },
  };
}

/** A place whose task starts once the list is kept at `location`, in `region` where that is a bucket. */
export function placeWithList(
  makePlace: MakePlace,
  { name, content }: UrlList,
  location: string,
  region: string | undefined,
): MakePlace {
  return (listener) => {
    const place = makePlace(listener);
    return {
      ...place,
      start: async (signal) => {
        await withSource(location, region, writeMs, signal, (source, within) =>
          source.write(name, content, within),
        );
        await place.start(signal);
      },
    };
  };
}
