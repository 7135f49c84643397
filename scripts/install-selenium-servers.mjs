// The two Selenium servers that the crawler's tests drive besides chromedriver: Grid 4 and Selenium 3.141.59.
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./lib/execute.mjs";
import { fillOnce } from "./lib/fill-once.mjs";
import { npm } from "./lib/npm.mjs";
import { cacheFolder } from "./lib/paths.mjs";
import { ensurePrograms } from "./lib/programs.mjs";
import { SetupError } from "./lib/say.mjs";

const gridVersion = "4.27.0";
const selenium3Version = "3.141.59";

/** Folder with the jars of Selenium Grid 4 and all that it needs; main class `org.openqa.selenium.grid.Bootstrap`. */
export const gridFolder = join(cacheFolder, `selenium-grid-${gridVersion}`);

/** The one jar of Selenium 3, in its folder. */
export const selenium3Folder = join(cacheFolder, `selenium-server-${selenium3Version}`);

/** The file in {@link selenium3Folder}. */
export const selenium3Jar = join(selenium3Folder, "selenium-server.jar");

/**
 * Installs both servers into the cache, and Java and Maven where they are missing and can be installed. What is there
 * already is left alone. Throws a SetupError that says what to do.
 *
 * @param {{log: (line: string) => void}} options
 */
export async function installSeleniumServers({ log }) {
  // To run a server takes Java alone; Maven is for the download.
  const needed = {
    java: "default-jre-headless",
    ...(existsSync(gridFolder) ? {} : { mvn: "maven" }),
  };
  await ensurePrograms("The tests of the Selenium servers need", needed, log);
  await fillOnce(gridFolder, `Selenium Grid ${gridVersion}`, log, downloadGrid);
  await fillOnce(selenium3Folder, `Selenium ${selenium3Version}`, log, downloadSelenium3);
}

/** @param {string} folder */
async function downloadGrid(folder) {
  const project = join(folder, "pom.xml");
  writeFileSync(
    project,
    `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>mayfly</groupId><artifactId>selenium-grid</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.seleniumhq.selenium</groupId>
      <artifactId>selenium-grid</artifactId>
      <version>${gridVersion}</version>
    </dependency>
  </dependencies>
</project>
`,
  );
  const args = ["-q", "-B", "-f", project, "dependency:copy-dependencies"];
  args.push("-DincludeScope=runtime", `-DoutputDirectory=${folder}`);
  const { code, stdout, stderr } = await execute("mvn", args);
  if (code !== 0) throw failure("Maven", `selenium-grid ${gridVersion}`, stdout + stderr);
  rmSync(project);
}

/** @param {string} folder */
async function downloadSelenium3(folder) {
  const specifier = `selenium-server@${selenium3Version}`;
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", specifier];
  const { code, stderr } = await npm(folder, args, { show: false });
  if (code !== 0) throw failure("npm", specifier, stderr);
  const jar = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((file) =>
    file.endsWith(".jar"),
  );
  if (jar === undefined) throw failure("npm", specifier, "the package has no jar");
  renameSync(join(folder, jar), join(folder, "selenium-server.jar"));
  rmSync(join(folder, "node_modules"), { recursive: true });
}

/**
 * @param {string} tool
 * @param {string} what
 * @param {string} output
 */
function failure(tool, what, output) {
  const lines = output.trim().split("\n").slice(0, 5).join("\n");
  return new SetupError(`${tool} cannot install ${what}; is there a network? ${lines}`);
}
