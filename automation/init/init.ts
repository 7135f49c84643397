import { checkConfig } from "../environment/config-keys.ts";
import {
  checkedStack,
  checkedWorkDir,
  type ProgramOptions,
} from "../environment/environment-options.ts";
import { initStack } from "../environment/init-stack.ts";
import { flagsOf } from "../environment/operate.ts";
import { readStackConfig } from "../environment/read-stack-settings.ts";
import { MayflyError } from "../errors.ts";
import { checkTogether } from "./check-together.ts";
import { completeSettings, type InitSettings } from "./complete-settings.ts";
import type { AskUser } from "./interview.ts";

/** Options of {@link init}. */
export interface InitOptions extends ProgramOptions {
  /**
   * Asks for what is missing; the answer is asked for again until the check says null. Default: nobody is asked, and what is
   * missing is refused.
   */
  readonly ask?: AskUser;
  /** Reads secrets that were asked for. Default: `ask`. */
  readonly readSecret?: (key: string) => Promise<string>;
}

/** What {@link init} came to. */
export interface Initialized {
  readonly stack: string;
  /** Whether the stack was made by it. */
  readonly isNew: boolean;
  /** Keys that were saved. */
  readonly saved: readonly string[];
  /** Commands that come next. */
  readonly next: readonly string[];
}

/**
 * Makes a stack and saves its settings, those of the options and what is asked for; on a stack that is there, it changes the
 * ones that are given. They are checked before, each and together with what the stack has. Nothing is brought up, and nothing
 * costs.
 *
 * @throws MayflyError `usage` for what is missing or wrong; then nothing was saved
 */
export async function init(options: InitOptions): Promise<Initialized> {
  const stack = checkedStack(options.stack);
  checkedWorkDir(options.workDir);
  const given: InitSettings = { config: options.config ?? {}, secret: options.secrets ?? {} };
  checkConfig(given.config, options.secrets);
  const held = await readStackConfig(options);
  const settings = await completeSettings(given, {
    existing: held?.config ?? {},
    environment: { ...process.env, ...options.env },
    ask: options.ask ?? null,
  });
  const secrets: Record<string, string> = {};
  for (const [key, value] of Object.entries(settings.secret)) {
    secrets[key] = value ?? (await readSecret(key, options));
  }
  const { config } = settings;
  checkConfig(config, secrets);
  checkTogether(stack, held ?? { config: {}, secretKeys: [] }, { config, secrets });
  await initStack({ ...options, config, secrets });
  const flags = flagsOf(stack, options.workDir);
  return {
    stack,
    isNew: held === null,
    saved: [...Object.keys(config), ...Object.keys(secrets)],
    next: [`mayfly doctor ${flags}`, `mayfly up ${flags}`],
  };
}

async function readSecret(key: string, { ask, readSecret: read }: InitOptions): Promise<string> {
  const check = (text: string): string | null =>
    text === "" ? `Expected a value for ${key}, but got none.` : null;
  const value = read === undefined ? await ask?.(`${key}: `, check) : await read(key);
  if (value !== undefined && value !== "") return value;
  throw new MayflyError(
    "usage",
    `Expected a value for --secret ${key}, but got none; nothing was saved.`,
  );
}
