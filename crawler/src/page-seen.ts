/** What pages see of their surroundings: size, language, time zone. */
import { viewportOf } from "./browser-rules.ts";
import type { CrawlSettings } from "./config.ts";
import type { SetUp } from "./session-set-up.ts";

/** https://chromedevtools.github.io/devtools-protocol/tot/Emulation/ */
export function pageSeen({
  viewport,
  locale,
  timezone,
}: Pick<CrawlSettings, "viewport" | "locale" | "timezone">): Pick<SetUp, "commands"> {
  const size = viewport === undefined ? null : viewportOf(viewport);
  const commands: SetUp["commands"][number][] = [];
  if (size !== null) {
    const { width, height, scale: deviceScaleFactor } = size;
    const metrics = { width, height, deviceScaleFactor, mobile: false };
    commands.push(["Emulation.setDeviceMetricsOverride", metrics]);
  }
  if (timezone !== undefined) {
    commands.push(["Emulation.setTimezoneOverride", { timezoneId: timezone }]);
  }
  // Intl, that is; what is asked for and navigator.language are preferences of the browser.
  if (locale !== undefined) commands.push(["Emulation.setLocaleOverride", { locale }]);
  return { commands };
}

/** The language and, after it, its main language, as the browser's preferences have them: `de-AT,de`. */
export function preferredLanguages(locale: string): string {
  const { language } = new Intl.Locale(locale);
  return language === locale ? locale : `${locale},${language}`;
}

/** The same as Accept-Language has them: `de-AT,de;q=0.9`. */
export function acceptedLanguages(locale: string): string {
  const [wanted = locale, ...others] = preferredLanguages(locale).split(",");
  return [wanted, ...others.map((other) => `${other};q=0.9`)].join(",");
}
