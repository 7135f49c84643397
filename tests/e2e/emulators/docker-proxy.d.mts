/**
 * Docker's API for ministack, in which a task's containers share one network and have `credentials` in their environment. `host`
 * as in `DOCKER_HOST`.
 */
export function startDockerProxy(
  dockerHost: string,
  credentials: Readonly<Record<string, string>>,
): Promise<{ readonly host: string; readonly close: () => Promise<void> }>;
