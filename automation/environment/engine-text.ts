/** Reads what the Pulumi CLI prints. The words were recorded from CLI 3.259; tests/automation/environment has them. */
import type { EnvironmentErrorCode } from "../errors.ts";
import type { LockHolder } from "./environment-error.ts";

/** What the CLI's text says, where the engine's events say nothing. */
export type TextFailure = Extract<
  EnvironmentErrorCode,
  | "stackLocked"
  | "wrongPassphrase"
  | "stackNotFound"
  | "notLoggedIn"
  | "programFailed"
  | "engineFailed"
>;

const signs: readonly (readonly [RegExp, TextFailure])[] = [
  // A file, S3, … backend; and Pulumi Cloud.
  [
    /the stack is currently locked by|\[409\] Conflict: Another update is currently/i,
    "stackLocked",
  ],
  [
    /incorrect passphrase|passphrase must be set|unable to read PULUMI_CONFIG_PASSPHRASE_FILE/,
    "wrongPassphrase",
  ],
  [/no stack named .* found/, "stackNotFound"],
  [
    /PULUMI_ACCESS_TOKEN must be set for login|invalid access token|\[401\]|not logged in/i,
    "notLoggedIn",
  ],
  [/validating stack config/, "programFailed"],
];

/** Which failure a text is. */
export function textFailure(text: string): TextFailure {
  return signs.find(([sign]) => sign.test(text))?.[1] ?? "engineFailed";
}

/** Who holds the lock, as a file backend tells: `…: created by root@vm (pid 23323) at 2026-11-24T12:02:24Z`. */
export function lockHolder(text: string): LockHolder {
  const match = /created by (\S+) \(pid (\d+)\) at (\S+)/.exec(text);
  if (match === null) return { who: null, pid: null, since: null };
  const [, who = "", pid = "", since = ""] = match;
  return { who, pid: Number(pid), since };
}

/** The CLI's `error: …` lines, without the word. */
export function errorLines(text: string): readonly string[] {
  const lines = text.split("\n").flatMap((line) => {
    const message = /^\s*error: (.*\S)/.exec(line)?.[1];
    return message === undefined ? [] : [message];
  });
  return [...new Set(lines)];
}

/** Layers on their way to a registry, and the text that Node.js prints for an error that knows its own promise. */
const noise =
  /^(?:[0-9a-f]{6,}: )?(?:Preparing|Waiting|Pushing|Pushed|Layer already exists|Mounted from \S+)\b.*$/;
const ownPromise = /\s*\{\s*promise: Promise \{\s*<rejected> \[Circular \*\d+\]\s*\}\s*\}/g;

/**
 * What a program or a provider said, without the noise around it: no stack trace, no "unhandled exception", no status
 * codes on lines of their own. A name of an error other than `Error` is kept, and where in the program it was thrown.
 */
export function cleanMessage(message: string, between = " "): string {
  const lines = message
    .replace(/^Running program '[^']*' failed with an unhandled exception:\n/, "")
    .replaceAll(/^<ref \*\d+>[ \n]*/gm, "")
    .replaceAll(ownPromise, "")
    .split("\n");
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const words = lines
    .slice(0, lines.findIndex(isFrame) === -1 ? lines.length : lines.findIndex(isFrame))
    .map((line) => line.trim())
    .filter((line) => line !== "" && !noise.test(line))
    .join(between);
  const text = words.replace(/^(?:Uncaught )?(?:Error|RunError|ResourceError): /, "");
  const isPlain = text !== words || !/^\w*Error\b/.test(words);
  const place = /\((?:file:\/\/)?(\/[^)]*)\)|file:\/\/(\/\S*)/.exec(lines.find(isFrame) ?? "");
  const path = place?.[1] ?? place?.[2];
  return isPlain || path === undefined ? text : `${text} (${path})`;
}

/** The engine's own last words, which say only that something went before. */
export function isEcho(message: string): boolean {
  return /^(?:update|preview|destroy|resource.*) (?:failed|canceled)$/.test(message.trim());
}

/** True where the engine says that it was cancelled. */
export function isCancellation(message: string): boolean {
  return /^(?:update|preview|destroy) canceled$/.test(message.trim());
}

/** True where a provider says that something of that name is there already. */
export function saysExists(message: string): boolean {
  return /already ?exists|AlreadyOwnedByYou|NameInUse|DuplicateRecord|\b409\b/i.test(message);
}
