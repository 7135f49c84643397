import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { MayflyError } from "../errors.ts";

/** Where a secret is looked for first, and where it is asked for. */
export interface SecretPlaces {
  readonly environment: NodeJS.ProcessEnv;
  readonly stderr: NodeJS.WritableStream;
}

/** Where a secret may come from, beside the environment. */
export interface SecretInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/**
 * The values of secrets of which only the key was given: from `MAYFLY_SECRET_<KEY>`, else asked for in a terminal without
 * echo until there is one, else a line of standard input each, in the order of the keys. A command line can be read by everyone on the machine.
 * @throws MayflyError `usage` where there is nothing to read, `interrupted` at a Ctrl-C
 */
export async function readSecrets(
  secrets: Readonly<Record<string, string | null>>,
  { environment, stderr }: SecretPlaces,
  input: SecretInput = process.stdin,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [key, value] of Object.entries(secrets)) {
    const found = value ?? environment[variableOf(key)] ?? "";
    values[key] = found;
    if (value === null && found === "") missing.push(key);
  }
  if (missing.length === 0) return values;
  const lines = input.isTTY === true ? hidden(missing, stderr, input) : linesOf(input);
  try {
    for (const key of missing) {
      const { value = "" } = await lines.next();
      if (value === "") throw nothing(key);
      values[key] = value;
    }
  } finally {
    await lines.return(undefined);
  }
  return values;
}

/** Characters that no name of a variable can have are `_`: `MAYFLY_SECRET_aws_secretKey`. */
function variableOf(key: string): string {
  return `MAYFLY_SECRET_${key.replaceAll(/\W/g, "_")}`;
}

async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string, undefined> {
  for await (const line of createInterface({ input })) yield line;
  return undefined;
}

async function* hidden(
  keys: readonly string[],
  stderr: NodeJS.WritableStream,
  input: NodeJS.ReadableStream,
): AsyncGenerator<string, undefined> {
  // Readline echoes what is typed to its output.
  const output = new Writable({
    write: (_chunk, _encoding, written) => {
      written();
    },
  });
  for (const key of keys) {
    let value: string | null = "";
    while (value === "") {
      value = await typed(key, stderr, input, output).finally(() => stderr.write("\n"));
      if (value === "") stderr.write(`Expected a value for ${key}, but got none.\n`);
    }
    yield value ?? "";
  }
  return undefined;
}

/** One line; null where the input ends. */
async function typed(
  key: string,
  stderr: NodeJS.WritableStream,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string | null> {
  const terminal = createInterface({ input, output, terminal: true });
  // Only now does the terminal itself echo nothing: who sees the question may type.
  stderr.write(`${key}: `);
  try {
    return await new Promise<string | null>((resolve, reject) => {
      terminal.once("line", resolve);
      terminal.once("SIGINT", () => {
        reject(new MayflyError("interrupted", `Stopped at the question for ${key}.`));
      });
      terminal.once("close", () => {
        resolve(null);
      });
    });
  } finally {
    terminal.close();
  }
}

function nothing(key: string): MayflyError {
  return new MayflyError(
    "usage",
    `Expected a value for --secret ${key} in the variable ${variableOf(key)}, typed in a terminal, or as a line of standard input, but got none.`,
  );
}
