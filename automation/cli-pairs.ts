import { InvalidArgumentError, Option } from "commander";

/** A key of Pulumi's configuration with an optional path: `cpu`, `aws:region`, `tags.owner`, `subnetIds[0]`, `tags["a b"]`. */
const configKey = String.raw`(?:[\w.:/-]|\[(?:\d+|"[^"]+")\])+`;

const forms = {
  /** Names of variables and tags. */
  name: /^([\w.:/-]+)=(.*)$/s,
  key: new RegExp(`^(${configKey})=(.*)$`, "s"),
} as const;

/** An option that takes `key=value`, and may be repeated; the last value of a key stands. */
export function pairOption(
  flag: string,
  description: string,
  form: "key=value" | "name=value" = "key=value",
): Option {
  return new Option(`${flag} <${form}>`, `${description}; may be repeated`).argParser(
    (text, previous: Readonly<Record<string, string>> | undefined) => {
      const [, key, value] = forms[form === "key=value" ? "key" : "name"].exec(text) ?? [];
      if (key !== undefined && value !== undefined) return { ...previous, [key]: value };
      throw new InvalidArgumentError(`Expected ${form} for ${flag}, but got "${text}".`);
    },
  );
}

/** The same for secrets: a key without a value is asked for later, and stands as null. */
export function secretOption(flag: string, description: string): Option {
  return new Option(`${flag} <key[=value]>`, `${description}; may be repeated`).argParser(
    (text, previous: Readonly<Record<string, string | null>> | undefined) => {
      const [, key, value] = forms.key.exec(text) ?? [];
      if (key !== undefined && value !== undefined) return { ...previous, [key]: value };
      if (new RegExp(`^${configKey}$`).test(text)) return { ...previous, [text]: null };
      // What was given may be a secret.
      throw new InvalidArgumentError(`Expected KEY or KEY=VALUE for ${flag}, but got neither.`);
    },
  );
}
