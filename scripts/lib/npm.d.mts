/** The environment for an npm in another folder. */
export function npmEnvironment(env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;

/** Runs npm in a folder, without the settings that belong to an outer npm. */
export function npm(
  cwd: string,
  args: readonly string[],
  options?: { readonly show?: boolean },
): Promise<{ code: number; stdout: string; stderr: string }>;
