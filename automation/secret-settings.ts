/** Settings whose values are secrets: headers, cookies, passwords. They go to the crawler, and nowhere else. */
import { settings, type SettingDefinition } from "../crawler/src/config.ts";

type Environment = Readonly<Record<string, string>>;

/** Stands for a secret in records and requests that people see. */
export const hidden = "***";

const secrets: readonly SettingDefinition<unknown>[] = Object.values(settings).filter(
  ({ secret }) => secret === true,
);

const isSecret = (name: string): boolean =>
  secrets.some(({ environmentName }) => environmentName === name);

/** The environment with its secrets hidden. */
export function hideSecrets(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, isSecret(name) ? hidden : value]),
  );
}

/** The secrets of an environment alone. */
export function secretsOf(environment: NodeJS.ProcessEnv): Environment {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      isSecret(name) && value !== undefined && value !== hidden ? [[name, value]] : [],
    ),
  );
}

/** Options whose values are hidden in an environment, such as `--header`. */
export function hiddenOptions(environment: Environment): readonly string[] {
  return secrets
    .filter(({ environmentName }) => environment[environmentName] === hidden)
    .map(({ flag }) => flag.split(" ")[0] ?? flag);
}

/** The environment without what is hidden. */
export function withoutHidden(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => !isSecret(name) || value !== hidden),
  );
}

/** Arguments of a command without its secrets, which go to another process by its environment: `ps` shows arguments. */
export function withoutSecretArguments(argv: readonly string[]): readonly string[] {
  const flags = secrets.map(({ flag }) => flag.split(" ")[0] ?? flag);
  const kept: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    if (argument === "--") return [...kept, ...argv.slice(index)];
    if (flags.includes(argument)) index += 1;
    else if (!flags.some((flag) => argument.startsWith(`${flag}=`))) kept.push(argument);
  }
  return kept;
}
