/** Docker's API for ministack, in which a task's containers share one network. `host` as in `DOCKER_HOST`. */
export function startDockerProxy(
  dockerHost: string,
): Promise<{ readonly host: string; readonly close: () => Promise<void> }>;
