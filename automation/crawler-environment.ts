import {
  refuseConflicts,
  settings,
  SettingError,
  sitemapUrls,
  type CrawlSettings,
} from "../crawler/src/config.ts";
import { environmentNames, type SettingName } from "../crawler/src/contract.ts";
import { MayflyError } from "./errors.ts";

/** Settings that belong to the crawl itself; where the browser is belongs to the target. */
export type CrawlOptions = Partial<
  Omit<CrawlSettings, "endpoint" | "browserBinary" | "browserArguments" | "urlLists">
>;

const targetNames: readonly string[] = [
  "endpoint",
  "browserBinary",
  "browserArguments",
  "urlLists",
];
const names = (Object.keys(environmentNames) as readonly SettingName[]).filter(
  (name) => !targetNames.includes(name),
);

/**
 * Crawl options as the environment of the crawler container. Throws `MayflyError` with the sentence of the crawler's own
 * parser, before anything is started. With `resume`, the URLs are those of another run.
 */
export function crawlerEnvironment(
  options: CrawlOptions & { readonly resume?: string },
): Readonly<Record<string, string>> {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const environment: Record<string, string> = {};
  for (const name of names) {
    const value = given[name];
    if (value === undefined) continue;
    if (settings[name].list === true && !Array.isArray(value)) {
      throw new MayflyError("usage", `Expected a list for ${name}, but got ${toText(value)}.`);
    }
    const text = Array.isArray(value)
      ? value
          .map((item) => listItem(name, toText(item)))
          .join(settings[name].perLine === true ? "\n" : " ")
      : toText(value);
    if (text === "") continue;
    validate(name, text);
    environment[environmentNames[name]] = text;
  }
  const sitemaps = settings.sitemaps.parse(environment[environmentNames.sitemaps] ?? "", "");
  const hasStart = environmentNames.urls in environment || sitemapUrls(sitemaps).length > 0;
  if (!hasStart && options.resume === undefined) {
    throw new MayflyError(
      "usage",
      "Expected at least one URL to crawl (as an argument, --url-file or --sitemap), but got none.",
    );
  }
  return environment;
}

/** Most lists are split at white space: a URL can be written without it, anything else cannot. */
function listItem(name: SettingName, text: string): string {
  if (settings[name].perLine === true || !/\s/.test(text.trim())) return text.trim();
  if ((name === "urls" || name === "sitemaps") && URL.canParse(text)) return new URL(text).href;
  throw new MayflyError(
    "usage",
    `Expected a value without white space for ${optionName(name)}, but got "${text}".`,
  );
}

/** Refuses what is no URL to start from; `where` it stood. Throws `MayflyError` (usage). */
export function checkStartUrl(text: string, where: string): void {
  if (/\s/.test(text) && !URL.canParse(text)) {
    throw new MayflyError(
      "usage",
      `Expected an absolute http or https URL for ${where}, but got "${text}".`,
    );
  }
  asUsage(() => settings.urls.parse(text.replace(/\s/g, "%20"), where));
}

function optionName(name: SettingName): string {
  return name === "urls" ? "URL" : name;
}

function toText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : JSON.stringify(value);
}

/**
 * Refuses values of the crawler's settings in an environment, by its own parsers; `nameOf` says how a message calls a variable.
 * Throws `MayflyError` (usage).
 */
export function checkValues(
  environment: Readonly<Record<string, string | undefined>>,
  nameOf: (variable: string) => string,
): void {
  for (const name of Object.keys(environmentNames) as readonly SettingName[]) {
    const variable = environmentNames[name];
    const text = environment[variable]?.trim() ?? "";
    if (text !== "") asUsage(() => settings[name].parse(text, nameOf(variable)));
  }
}

/** What a run says of the crawler's environment beside the options of the crawl. */
interface OtherSettings {
  readonly docker?: { readonly environment?: Readonly<Record<string, string>> };
  readonly launch?: { readonly environment?: Readonly<Record<string, string>> };
  readonly browserArguments?: readonly string[];
}

/**
 * Refuses what the crawler would refuse of its environment as a whole: values that came another way than as options of the
 * crawl, and settings that contradict each other. Throws `MayflyError` (usage).
 */
export function checkTogether(
  { docker, launch, browserArguments = [] }: OtherSettings,
  settled: Readonly<Record<string, string>>,
): void {
  const environment: Readonly<Record<string, string | undefined>> = {
    ...docker?.environment,
    ...launch?.environment,
    ...settled,
  };
  const ofBrowser = browserArguments.join(" ");
  asUsage(() => settings.browserArguments.parse(ofBrowser, "browserArguments"));
  const textOf = (name: SettingName): string => environment[environmentNames[name]]?.trim() ?? "";
  checkValues(environment, (name) => name);
  const [order, prefer] = [textOf("order"), textOf("prefer")];
  asUsage(() => {
    refuseConflicts(
      {
        order: order === "" ? undefined : settings.order.parse(order, ""),
        prefer: settings.prefer.parse(prefer, ""),
      },
      (name) => settings[name].flag.split(" ")[0] ?? name,
    );
  });
}

function validate(name: SettingName, text: string): void {
  asUsage(() => settings[name].parse(text, optionName(name)));
}

function asUsage(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (error instanceof SettingError)
      throw new MayflyError("usage", error.message, { cause: error });
    throw error;
  }
}
