import { configKeys } from "../../infra/config/keys.ts";
import { legalCpu, legalMemoryMiB } from "../../infra/config/task-size.ts";
import { projectName, regionKey } from "../environment/config-keys.ts";
import { MayflyError } from "../errors.ts";
import { checkImage, checkOneOf, checkRegion, checkTtl, checkUser } from "./answer-checks.ts";
import { Interview, type AskUser } from "./interview.ts";

/** Settings of a stack as they were given; a secret of null is still to be read. */
export interface InitSettings {
  readonly config: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string | null>>;
}

/** What {@link completeSettings} goes by. */
export interface InitPlace {
  /** Settings that the stack has already, each key with its namespace. */
  readonly existing: Readonly<Record<string, string>>;
  readonly environment: NodeJS.ProcessEnv;
  /** Null where nobody can be asked. */
  readonly ask: AskUser | null;
}

/**
 * The settings without which no stack can come up: region, and an image that exists or a Docker Hub user with a token. What
 * neither was given nor is there already is asked for, or, where nobody can be asked, refused in one sentence. Who is asked
 * for them, or gave nothing at all, is asked for size and time to live as well; what the stack has already is the default.
 */
export async function completeSettings(
  given: InitSettings,
  { existing, environment, ask }: InitPlace,
): Promise<InitSettings> {
  const isGiven = (key: string): boolean =>
    [key, `${projectName}:${key}`].some((name) => name in given.config || name in given.secret);
  const present = (key: string): string | undefined => {
    const value = existing[key.includes(":") ? key : `${projectName}:${key}`]?.trim();
    return value === "" ? undefined : value;
  };
  const value = (key: string): string | undefined =>
    given.config[key] ?? given.config[`${projectName}:${key}`];
  const has = (key: string): boolean => isGiven(key) || present(key) !== undefined;
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "";
  const needed = has("crawlerImage") ? [regionKey] : [regionKey, "dockerHubUser", "dockerHubToken"];
  const missing = needed.filter((key) => !has(key));
  if (ask === null) {
    const lacking = missing.filter((key) => key !== regionKey || region === "");
    if (lacking.length > 0) throw nobodyToAsk(lacking);
    const more = missing.includes(regionKey) ? { [regionKey]: region } : {};
    return { config: { ...more, ...given.config }, secret: given.secret };
  }
  const gaveNothing = [given.config, given.secret].every((some) => Object.keys(some).length === 0);
  if (missing.length === 0 && !gaveNothing) return given;
  const interview = new Interview(present, ask);
  if (!isGiven(regionKey)) await interview.ask(regionKey, "AWS region", region, checkRegion);
  const pushes = isGiven("crawlerImage") ? false : await askForImage(interview, isGiven, present);
  const needsToken = pushes && !has("dockerHubToken");
  await askForSize(interview, { cpu: value("cpu"), memory: value("memory") });
  const ttl = configKeys.ttl.default;
  if (!isGiven("ttl")) await interview.ask("ttl", "Time to live", ttl, checkTtl);
  return {
    config: { ...interview.answers, ...given.config },
    secret: needsToken ? { ...given.secret, dockerHubToken: null } : given.secret,
  };
}

/** Whether the image is built and pushed, for which a token is needed. */
async function askForImage(
  interview: Interview,
  isGiven: (key: string) => boolean,
  present: (key: string) => string | undefined,
): Promise<boolean> {
  const what = "Image of the crawler, which exists";
  if (present("crawlerImage") === undefined) {
    if (isGiven("dockerHubUser")) return true;
    const none = present("dockerHubUser") === undefined ? " (empty: an image that exists)" : "";
    const who = `Docker Hub user to push to${none}`;
    if ((await interview.ask("dockerHubUser", who, "", checkUser(true))) !== "") return true;
  }
  await interview.ask("crawlerImage", what, "", checkImage);
  return false;
}

/** What one of the two can be, the other one says. */
async function askForSize(
  interview: Interview,
  given: { readonly cpu: string | undefined; readonly memory: string | undefined },
): Promise<void> {
  const units = legalCpu.filter(
    (one) => given.memory === undefined || legalMemoryMiB(one).includes(Number(given.memory)),
  );
  const what = "CPU units of a task (1024 are one vCPU)";
  const first = String(units.find((one) => one === configKeys.cpu.default) ?? units[0]);
  // What goes with no other is refused with the rest.
  if (given.cpu === undefined && units.length === 0) return;
  const cpu = Number(given.cpu ?? (await interview.ask("cpu", what, first, checkOneOf(units))));
  const sizes = legalMemoryMiB(cpu);
  if (given.memory !== undefined || sizes.length === 0) return;
  const usual = [configKeys.memory.default, 4096].find((size) => sizes.includes(size));
  const memory = String(usual ?? sizes[0]);
  await interview.ask("memory", "Memory of a task in MiB", memory, checkOneOf(sizes));
}

function nobodyToAsk(missing: readonly string[]): MayflyError {
  const options = missing.map((key) =>
    key === "dockerHubToken" ? `--secret ${key}` : `--config ${key}=VALUE`,
  );
  const image = missing.some((key) => key.startsWith("dockerHub"))
    ? " (or --config crawlerImage=IMAGE for an image that exists)"
    : "";
  return new MayflyError(
    "usage",
    `Expected ${options.join(" and ")}${image}, but got none; nothing was saved.`,
  );
}
