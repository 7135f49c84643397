import { spawn } from "node:child_process";
import type { HealthCheck } from "../../../infra/container-definitions.ts";
import type { Clock } from "../../clock.ts";
import type { HealthStatus } from "../agent/runtime.ts";

/** Runs one check; resolves with true when it is healthy. */
export type Check = (signal: AbortSignal) => Promise<boolean>;

/**
 * Watches the health of a container until the signal is aborted, by the rules of Docker: failures in the start period do
 * not count, `retries` failures in a row make it UNHEALTHY, one success makes it HEALTHY. Tells each change.
 */
export async function watchHealth(
  healthCheck: HealthCheck,
  check: Check,
  clock: Clock,
  tell: (status: HealthStatus) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = clock.now();
  let status: HealthStatus = "UNKNOWN";
  let failures = 0;
  for (;;) {
    const pause =
      status === "UNKNOWN"
        ? (healthCheck.startInterval ?? healthCheck.interval)
        : healthCheck.interval;
    await clock.sleep(pause * 1000, signal).catch(() => undefined);
    if (signal.aborted) return;
    const healthy = await check(signal);
    // The loop stays on this side of the abort: a check cut short says nothing.
    if (isAborted(signal)) return;
    const inStartPeriod =
      status === "UNKNOWN" && clock.now() - startedMs < healthCheck.startPeriod * 1000;
    failures = healthy || inStartPeriod ? 0 : failures + 1;
    const next: HealthStatus = healthy
      ? "HEALTHY"
      : failures >= healthCheck.retries
        ? "UNHEALTHY"
        : status;
    if (next !== status) tell(next);
    status = next;
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** A check that runs the health check's command. */
export function commandCheck(healthCheck: HealthCheck, environment: NodeJS.ProcessEnv): Check {
  const [kind, ...rest] = healthCheck.command;
  const [file = "false", ...args] = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...rest] : rest;
  return async (signal) =>
    await new Promise((resolve) => {
      const child = spawn(file, args, {
        env: environment,
        stdio: "ignore",
        timeout: healthCheck.timeout * 1000,
        killSignal: "SIGKILL",
        signal,
      });
      child.once("error", () => {
        resolve(false);
      });
      child.once("exit", (code) => {
        resolve(code === 0);
      });
    });
}
