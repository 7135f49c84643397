import { errorLines, lockHolder, type TextFailure } from "./engine-text.ts";
import type { Attempt } from "./failure.ts";
import { ownName } from "./locks.ts";

/** The sentence for a failure that only the CLI's text tells of: what was expected, what came, what to do. */
export function textSentence(
  { stack, flags, text, stacks, operation }: Attempt,
  code: TextFailure,
): string {
  switch (code) {
    case "stackLocked": {
      const { who, pid, since } = lockHolder(text);
      const holder =
        who === null
          ? "another update, as Pulumi Cloud says"
          : `${who} (pid ${pid ?? "unknown"}) since ${since ?? "an unknown time"}`;
      return `Stack ${stack} is locked by ${holder}; wait for its end, or, if it is dead, release the lock with \`mayfly cancel ${flags}\`.`;
    }
    case "wrongPassphrase":
      return `Expected the passphrase that stack ${stack} was made with in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, but got ${passphraseGot(text)}; set it and try again.`;
    case "stackNotFound": {
      const known =
        stacks.length === 0 ? "this backend has none" : `this backend has ${stacks.join(", ")}`;
      const make = operation === "outputs" ? `; make it with \`mayfly up ${flags}\`` : "";
      return `Expected the name of a stack for --stack, but got "${stack}": ${known}${make}.`;
    }
    case "notLoggedIn":
      return "Expected a login to the Pulumi backend of your choice, but there is none: run `pulumi login`, or set PULUMI_ACCESS_TOKEN, or choose another backend with PULUMI_BACKEND_URL.";
    case "programFailed":
      return `The configuration of stack ${stack} cannot be used: ${errorLines(text).map(stopped).join(" ")} Set it anew with --config, or mend Pulumi.${ownName(stack)}.yaml.`;
    case "engineFailed": {
      const lines = errorLines(text).map(stopped);
      return `Pulumi failed: ${lines.length > 0 ? lines.join(" ") : lastLine(text)}`;
    }
  }
}

function passphraseGot(text: string): string {
  const unreadable = /unable to read PULUMI_CONFIG_PASSPHRASE_FILE: (.*)/.exec(text)?.[1];
  if (unreadable !== undefined) return `a file that cannot be read (${unreadable})`;
  return text.includes("incorrect passphrase") ? "another one" : "none";
}

/** A text that ends like a sentence. */
export function stopped(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function lastLine(text: string): string {
  return stopped(text.trim().split("\n").at(-1)?.trim() ?? "no reason given");
}
