import { PulumiFailure } from "./engine-process.ts";
import { errorLines } from "./engine-text.ts";
import type { Session } from "./session.ts";
import { messageOf } from "../errors.ts";

/** A resource in the state of a stack, as far as it is looked at; the engine's own format. */
export interface StateResource {
  readonly type?: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly external?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Resources in the state of a stack. Secrets stay encrypted, so that it is read without the passphrase, too: the Automation
 * API's `exportStack` wants them in clear.
 */
export async function stateResources(
  { engine, workspace }: Pick<Session, "engine" | "workspace">,
  stack: string,
): Promise<readonly StateResource[]> {
  const args = ["stack", "export", "--stack", stack];
  const { stdout } = await engine.run(args, workspace.workDir, workspace.envVars);
  const { deployment } = JSON.parse(stdout) as {
    readonly deployment?: { readonly resources?: readonly StateResource[] } | null;
  };
  return deployment?.resources ?? [];
}

/** Why a state could not be read, in the CLI's own words where it has any. */
export function whyUnread(error: unknown): string {
  const said = error instanceof PulumiFailure ? errorLines(error.text).join("; ") : "";
  return said === "" ? messageOf(error) : said;
}
