import { systemCode } from "../../errors.ts";
import type { EngineAddress } from "./docker-task.ts";
import { textAt, valueAt } from "../../untyped.ts";

/** An engine that refused, or did not answer; the message is one sentence. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** HTTP status of its answer; null when there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null, cause: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** What the client library threw, as a sentence; what is one already stays as it is. */
export function engineError(error: unknown, { host }: EngineAddress): Error {
  if (error instanceof EngineError) return error;
  const status = valueAt(error, "statusCode");
  const said = textAt(valueAt(error, "json"), "message") ?? textAt(error, "message") ?? "no reason";
  if (typeof status === "number") return new EngineError(said.trim(), status, error);
  if (error instanceof Error && error.name === "AbortError") return error;
  const code = systemCode(error);
  if (code === "EACCES") {
    return new EngineError(
      `This user may not talk to the Docker engine at ${host}; add it to the group docker, or set DOCKER_HOST to an engine of its own.`,
      null,
      error,
    );
  }
  return new EngineError(
    `No Docker engine answers at ${host} (${code ?? said}); start Docker, or set DOCKER_HOST.`,
    null,
    error,
  );
}

/** Whether the engine said that there is no such thing, or that it is so already. */
export function isGone(error: unknown): boolean {
  return error instanceof EngineError && (error.status === 404 || error.status === 304);
}
