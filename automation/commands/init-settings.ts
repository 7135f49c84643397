import { MayflyError } from "../errors.ts";

/** Settings of a stack as the command line has them; a secret of null is still to be read. */
export interface InitSettings {
  readonly config: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string | null>>;
}

/** Asks one question; an empty answer means the default. */
export type Ask = (question: string) => Promise<string>;

const regionKey = "aws:region";

/**
 * The settings without which no stack can come up: region, and an image that exists or a Docker Hub user with a token. What
 * is not given is asked for, or, where nobody can be asked, refused in one sentence.
 */
export async function completeSettings(
  { config, secret }: InitSettings,
  environment: NodeJS.ProcessEnv,
  ask: Ask | null,
): Promise<InitSettings> {
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "";
  const has = (key: string): boolean => key in config || `mayfly:${key}` in config;
  const hasSecret = "dockerHubToken" in secret || "mayfly:dockerHubToken" in secret;
  const more: Record<string, string> = {};
  const missing: string[] = [];
  const need = async (key: string, question: string, otherwise = ""): Promise<void> => {
    const answer = ask === null ? "" : (await ask(question)).trim();
    const value = answer === "" ? otherwise : answer;
    if (value === "") missing.push(`--config ${key}=VALUE`);
    else more[key] = value;
  };
  if (!(regionKey in config)) {
    const suggested = region === "" ? "" : ` [${region}]`;
    await need(regionKey, `AWS region${suggested}: `, region);
  }
  let needsToken = false;
  if (!has("crawlerImage")) {
    if (!has("dockerHubUser")) await need("dockerHubUser", "Docker Hub user to push to: ");
    needsToken = !hasSecret;
    if (needsToken && ask === null) missing.push("--secret dockerHubToken");
  }
  if (missing.length > 0) {
    const image = missing.some((option) => option.includes("dockerHub"))
      ? " (or --config crawlerImage=IMAGE for an image that exists)"
      : "";
    throw new MayflyError(
      "usage",
      `Expected ${missing.join(" and ")}${image}, but got none; nothing was saved.`,
    );
  }
  return {
    config: { ...more, ...config },
    secret: needsToken ? { ...secret, dockerHubToken: null } : secret,
  };
}
