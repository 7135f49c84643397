import { browserArguments } from "./browser-arguments.ts";
import type { SessionSettings } from "./browser-session.ts";
import { preferredLanguages } from "./page-seen.ts";

/**
 * What a session is asked for: capabilities of WebDriver (https://www.w3.org/TR/webdriver2/#capabilities) and of chromedriver
 * (https://developer.chrome.com/docs/chromedriver/capabilities).
 */
export function sessionCapabilities(
  settings: SessionSettings,
): Readonly<Record<string, unknown>> & { readonly browserName: string } {
  const { browserBinary, locale } = settings;
  return {
    browserName: "chrome",
    pageLoadStrategy: "eager",
    unhandledPromptBehavior: "dismiss",
    "goog:chromeOptions": {
      args: browserArguments(settings),
      // Chromedriver lets pages open windows; nobody would close them.
      excludeSwitches: ["disable-popup-blocking"],
      prefs: {
        ...(locale === undefined ? {} : { "intl.accept_languages": preferredLanguages(locale) }),
        download_restrictions: 3,
        "plugins.always_open_pdf_externally": false,
        "profile.default_content_setting_values.notifications": 2,
      },
      ...(browserBinary === undefined ? {} : { binary: browserBinary }),
    },
    "goog:loggingPrefs": { performance: "ALL" },
  };
}
