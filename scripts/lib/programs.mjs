import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";
import { SetupError } from "./say.mjs";
import { which } from "./which.mjs";

/**
 * Installs the Debian packages of the programs that are not on the PATH. Where that cannot be done, throws a SetupError
 * that says what to install.
 *
 * @param {string} purpose Start of a sentence that the programs end: "The tests of the Selenium servers need".
 * @param {Record<string, string>} needed Program → Debian package.
 * @param {(line: string) => void} log
 */
export async function ensurePrograms(purpose, needed, log) {
  const missing = Object.entries(needed).filter(([program]) => which(program) === undefined);
  if (missing.length === 0) return;
  const programs = missing.map(([program]) => program).join(" and ");
  const packages = [...new Set(missing.map(([, name]) => name))];
  if (!canInstallDebianPackages()) {
    throw new SetupError(
      `${purpose} ${programs}: install it and run this again (Debian: apt-get install ${packages.join(" ")}).`,
    );
  }
  log(`installing ${packages.join(" and ")}`);
  await installDebianPackages(packages);
}
