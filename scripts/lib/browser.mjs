import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";
import { findBrowser } from "./find-browser.mjs";
import { say, SetupError } from "./say.mjs";
import { downloadBrowser, downloadedBrowser } from "./selenium-manager.mjs";

/**
 * A browser and its driver: what is on the machine, else what Selenium Manager downloads, else Debian's packages.
 *
 * @returns {Promise<import("./find-browser.mjs").BrowserPair>}
 */
export async function ensureBrowser() {
  const present = (await findBrowser()) ?? (await downloadedBrowser());
  if (present) {
    say("browser", `already there: ${present.browser} ${present.version}`);
    return present;
  }

  say("browser", "downloading Chrome and chromedriver with Selenium Manager");
  const downloaded = await downloadBrowser();
  if (typeof downloaded !== "string") return downloaded;
  say("browser", downloaded);

  if (canInstallDebianPackages()) {
    say("browser", "installing Debian's chromium and chromium-driver (apt-get)");
    await installDebianPackages(["chromium", "chromium-driver"]);
    const installed = await findBrowser();
    if (installed) return installed;
  }
  throw new SetupError(
    "There is no Chrome or Chromium with a chromedriver of the same major version. Install both and put them on the PATH, or set MAYFLY_BROWSER_BINARY and CHROMEDRIVER to where they are. On Debian: apt-get install chromium chromium-driver, as root.",
  );
}
