import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gridFolder, installSeleniumServers } from "../install-selenium-servers.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";
import { ensureImage } from "./stand-in-image.mjs";

const version = "4.27.0";
const recipe = "1";

/** The stock image of a Selenium server that the end-to-end tests run in containers; or its stand-in. */
export const seleniumImage = `selenium/standalone-chrome:${version}`;

/** @param {string} line */
const log = (line) => say("selenium image", line);

/**
 * Starts the server as the stock image does: Chrome without its sandbox, which a container does not allow, and what the
 * environment says of sessions (https://github.com/SeleniumHQ/docker-selenium/blob/trunk/ENV_VARIABLES.md).
 */
const entryPoint = `#!/bin/sh
exec java -Xmx512m -cp '/opt/selenium/*' org.openqa.selenium.grid.Bootstrap standalone --port 4444 \\
  --tracing "\${SE_ENABLE_TRACING:-false}" --selenium-manager false --detect-drivers false \\
  --session-request-timeout "\${SE_SESSION_REQUEST_TIMEOUT:-300}" \\
  --session-timeout "\${SE_NODE_SESSION_TIMEOUT:-300}" \\
  --override-max-sessions true --max-sessions "\${SE_NODE_MAX_SESSIONS:-1}" \\
  --driver-configuration display-name=chrome "max-sessions=\${SE_NODE_MAX_SESSIONS:-1}" \\
  'stereotype={"browserName":"chrome"}' webdriver-executable=/usr/bin/chromedriver
`;

/**
 * Sees to it that an engine has {@link seleniumImage}. The stand-in has a real Selenium Grid of the same version, Debian's
 * Chromium and chromedriver, and curl for the health check.
 *
 * @param {{host: string}} engine
 */
export async function ensureSeleniumImage(engine) {
  await ensureImage(engine, {
    image: seleniumImage,
    recipe,
    folder: join(cacheFolder, `selenium-standalone-chrome-${version}-${recipe}`),
    packages: [
      ...["ca-certificates", "chromium", "chromium-driver", "curl", "fonts-dejavu-core"],
      "openjdk-17-jre-headless",
    ],
    prepare,
    changes: [
      'ENTRYPOINT ["/opt/bin/entry_point.sh"]',
      "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "ENV HOME=/home/seluser",
      "EXPOSE 4444",
      "USER 1200:1201",
      "WORKDIR /home/seluser",
    ],
    pullMs: 300_000,
    log,
  });
}

/**
 * The server, its start, and the stock image's user.
 *
 * @param {string} empty
 */
async function prepare(empty) {
  await installSeleniumServers({ log });
  const script = join(empty, "entry_point.sh");
  writeFileSync(script, entryPoint);
  chmodSync(script, 0o755);
  return [
    'mkdir -p "$1/opt/selenium" "$1/opt/bin"',
    `cp "${gridFolder}"/*.jar "$1/opt/selenium"`,
    `cp "${script}" "$1/opt/bin"`,
    `printf 'export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox"\\n' >"$1/etc/chromium.d/container"`,
    'chroot "$1" groupadd --gid 1201 seluser',
    'chroot "$1" useradd --uid 1200 --gid 1201 --shell /bin/bash --create-home seluser',
    // Neither a desktop nor a graphics card will be there, and all of it is pushed to a registry.
    'rm -rf "$1"/usr/share/icons "$1"/usr/lib/*/dri "$1"/usr/lib/*/libLLVM* "$1"/usr/lib/chromium/locales/[!e]*',
  ];
}
