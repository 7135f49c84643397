import { textAt } from "../../untyped.ts";
import { EngineError } from "./engine-error.ts";

/**
 * Hears what an engine tells of a build or a pull, to its end: JSON objects, one per line. Its HTTP status is 200 before it
 * begins, so that a failure is an `error` among them (https://docs.docker.com/reference/api/engine/): heard like the rest,
 * then thrown as `EngineError`. Once the signal aborts, the stream is given up.
 */
export async function heardProgress(
  stream: NodeJS.ReadableStream & { readonly destroy?: () => void },
  hear: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const onAbort = (): void => {
    stream.destroy?.();
  };
  signal.throwIfAborted();
  signal.addEventListener("abort", onAbort, { once: true });
  let failure: string | undefined;
  const take = (line: string): void => {
    const event = parsed(line);
    hear(textAt(event, "stream") ?? "");
    const error = textAt(event, "error");
    if (error !== undefined) hear(`${error}\n`);
    failure ??= error;
  };
  try {
    let rest = "";
    for await (const part of stream.setEncoding("utf8")) {
      const lines = `${rest}${String(part)}`.split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(take);
    }
    take(rest);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  if (failure !== undefined) throw new EngineError(failure.trim(), null, undefined);
}

/** One line; what is no JSON says nothing, as the end of a stream that was cut off. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
