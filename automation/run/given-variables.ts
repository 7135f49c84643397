import { misspeltNames } from "../../crawler/src/misspelt-names.ts";
import { checkValues } from "../crawler-environment.ts";
import { MayflyError } from "../errors.ts";
import type { RunOptions } from "./run-options.ts";

/**
 * Checks the variables that the crawler container gets besides the crawl's own options, by the crawler's own parsers: what it
 * would refuse is refused before anything is started, and so is a name that is nearly one of its settings. Other names are
 * nobody's business here.
 *
 * @throws MayflyError `usage`
 */
export function checkGivenVariables({ launch, docker }: RunOptions): void {
  const given = { ...launch?.environment, ...docker?.environment };
  checkValues(given, (variable) => `--env ${variable}`);
  const [misspelt] = misspeltNames(given).filter(({ name }) => /^MAYFLY_/i.test(name));
  if (misspelt === undefined) return;
  throw new MayflyError(
    "usage",
    `Expected a setting of the crawler for --env, but got ${misspelt.name}; was ${misspelt.meant} meant?`,
  );
}
