// `npm test` runs this first (`pretest`): whatever the tests need and this machine lacks.
import { ensureBrowser } from "./lib/browser.mjs";
import { buildIfStale } from "./lib/build.mjs";
import { installPackages } from "./lib/packages.mjs";
import { crawlerFolder, root } from "./lib/paths.mjs";
import { runScript, say } from "./lib/say.mjs";
import { installDocumentation, installNode } from "./lib/tools.mjs";
import { installSeleniumServers } from "./install-selenium-servers.mjs";

await runScript(async () => {
  await installPackages("root packages", root);
  await installPackages("crawler packages", crawlerFolder);
  await buildIfStale();
  await Promise.all([installWithApt(), installNode(22), installNode(24)]);
});

/** One after the other, since each may call apt-get, which locks. */
async function installWithApt() {
  await ensureBrowser();
  await installDocumentation();
  await installSeleniumServers({ log: (line) => say("selenium servers", line) });
}
