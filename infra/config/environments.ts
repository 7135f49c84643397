import { settings, SettingError } from "../../crawler/src/config.ts";
import { environmentNames } from "../../crawler/src/contract.ts";
import type { ConfigReader } from "./reader.ts";

type Environment = Readonly<Record<string, string>>;

/** Reads what the configuration adds to the Selenium container's environment. */
export const seleniumEnvironmentOf = (read: ConfigReader): Environment =>
  read.map("seleniumEnvironment", "names of letters, digits and _ with texts", (name) =>
    /^[A-Za-z_]\w*$/.test(name),
  );

/** What a run or the task definition sets by itself. */
const ownNames: readonly string[] = [
  environmentNames.endpoint,
  environmentNames.browserBinary,
  environmentNames.urlLists,
];
const definitions = Object.values(settings).filter(
  ({ environmentName }) => !ownNames.includes(environmentName),
);
const form = `names among ${definitions.map((one) => one.environmentName).join(", ")} with texts`;

/** Reads the defaults of the crawl, and refuses what the crawler would refuse in a task that has been paid for. */
export function crawlerEnvironmentOf(read: ConfigReader): Environment {
  const find = (name: string) =>
    definitions.find(({ environmentName }) => environmentName === name);
  const environment = read.map("crawlerEnvironment", form, (name) => find(name) !== undefined);
  for (const [name, text] of Object.entries(environment)) {
    // To the crawler, white space is as good as nothing.
    if (text.trim() === "") continue;
    try {
      find(name)?.parse(text.trim(), `crawlerEnvironment.${name}`);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      read.problems.push(error.message);
    }
  }
  return environment;
}

/** Whole seconds in which a crawl must end by its task definition; null where that says nothing. */
export function timeLimitOf(crawlerEnvironment: Environment): number | null {
  const text = crawlerEnvironment[environmentNames.timeLimit]?.trim() ?? "";
  return text === "" ? null : Math.ceil(Number(text));
}
