/** Runs a program to its end; never rejects. Exit code 127: not started, 124: took too long. */
export function execute(
  command: string,
  args: readonly string[],
  options?: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly timeoutMs?: number;
    readonly show?: boolean;
  },
): Promise<{ code: number; stdout: string; stderr: string }>;
