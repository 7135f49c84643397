import { InvalidArgumentError, Option } from "commander";

/** An option that takes `key=value`, and may be repeated; the last value of a key stands. */
export function pairOption(flag: string, description: string, form = "key=value"): Option {
  return new Option(`${flag} <${form}>`, `${description}; may be repeated`).argParser(
    (text, previous: Readonly<Record<string, string>> | undefined) => {
      const [, key, value] = /^([\w.:/-]+)=(.*)$/s.exec(text) ?? [];
      if (key !== undefined && value !== undefined) return { ...previous, [key]: value };
      // What was given may be a secret.
      const got = flag === "--secret" ? "something else" : `"${text}"`;
      throw new InvalidArgumentError(`Expected ${form} for ${flag}, but got ${got}.`);
    },
  );
}
