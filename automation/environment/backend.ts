import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { decideBackend } from "./backend-settings.ts";
import { EnvironmentError } from "./environment-error.ts";
import { ownName } from "./locks.ts";
import { ensurePassphraseFile, makePrivateFolder } from "./passphrase-file.ts";

/** What Mayfly adds to Pulumi's environment, and where the state is. */
export interface Backend {
  readonly additions: Readonly<Record<string, string>>;
  /** URL of the backend; null where only Pulumi knows. */
  readonly url: string | null;
  /** What the user should know of it; null when everything is the user's own. */
  readonly notice: string | null;
}

/**
 * Finds the user's backend and passphrase, and makes what is missing under `<workDir>/.mayfly/` where the stack itself may
 * be made. @throws EnvironmentError `stackNotFound` where it may not, and there is no backend at all
 */
export async function prepareBackend(
  workspace: LocalWorkspace,
  stack: string,
  environment: NodeJS.ProcessEnv,
  mayMake: boolean,
): Promise<Backend> {
  const own = join(workspace.workDir, ".mayfly");
  const passphraseFile = join(own, "passphrase");
  const project = await workspace.projectSettings();
  const settings = await workspace.stackSettings(stack).catch(() => null);
  const loggedInTo = currentLogin(environment);
  const hasOwnPassphrase = exists(passphraseFile);
  const decision = decideBackend({
    environment,
    projectBackend: project.backend?.url,
    loggedInTo,
    secretsProvider: settings?.secretsProvider,
    hasSalt: settings?.encryptionSalt !== undefined,
    hasOwnPassphrase,
  });
  if (decision.passphraseMissing) {
    throw new EnvironmentError(
      "wrongPassphrase",
      `Expected the passphrase that stack ${stack} was made with in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, but got none; set it, or, if the stack has no secrets to keep, remove encryptionsalt from Pulumi.${ownName(stack)}.yaml.`,
    );
  }
  const additions: Record<string, string> = {};
  let isNew = false;
  if (decision.ownBackend) {
    const state = join(own, "state");
    if (!mayMake && !existsSync(state)) {
      throw new EnvironmentError(
        "stackNotFound",
        `Expected the name of a stack for --stack, but got "${stack}": there is none yet, and no Pulumi backend is set up; make it with \`mayfly up\`.`,
      );
    }
    isNew = makePrivateFolder(state);
    additions["PULUMI_BACKEND_URL"] = pathToFileURL(state).href;
  }
  if (decision.ownPassphrase && (mayMake || hasOwnPassphrase)) {
    isNew = ensurePassphraseFile(passphraseFile) || isNew;
    additions["PULUMI_CONFIG_PASSPHRASE_FILE"] = passphraseFile;
  }
  const url =
    additions["PULUMI_BACKEND_URL"] ??
    nonEmpty(environment["PULUMI_BACKEND_URL"]) ??
    nonEmpty(project.backend?.url) ??
    loggedInTo ??
    null;
  return { additions, url, notice: notice(additions, isNew, own) };
}

/** Says what Mayfly filled in; the first time, also how plain `pulumi` gets to the same stack. */
function notice(
  additions: Readonly<Record<string, string>>,
  isNew: boolean,
  folder: string,
): string | null {
  const names = Object.keys(additions);
  if (names.length === 0) return null;
  const kept = names.map((name) =>
    name === "PULUMI_BACKEND_URL" ? "Pulumi backend" : "passphrase",
  );
  if (!isNew) return `Mayfly keeps its own ${kept.join(" and ")} in ${folder}.`;
  const what = kept.join(" and no ");
  const exports = Object.entries(additions).map(([name, value]) => `${name}='${value}'`);
  return `No ${what} is set up, so Mayfly keeps its own; for plain pulumi: export ${exports.join(" ")}`;
}

/** Where `pulumi login` went last: `current` of its credentials file. */
function currentLogin(environment: NodeJS.ProcessEnv): string | undefined {
  const folder =
    nonEmpty(environment["PULUMI_CREDENTIALS_PATH"]) ??
    nonEmpty(environment["PULUMI_HOME"]) ??
    join(homedir(), ".pulumi");
  try {
    const content: unknown = JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8"));
    return typeof content === "object" &&
      content !== null &&
      "current" in content &&
      typeof content.current === "string"
      ? nonEmpty(content.current)
      : undefined;
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
