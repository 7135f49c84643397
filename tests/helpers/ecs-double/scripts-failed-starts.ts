/** Tasks that never ran. The words are those of AWS's list of stopped task errors and of published tasks; README says where from. */
import { provisioning, untilPull, untilSelenium, type HeadOptions } from "./scripts-head.ts";
import type { TaskScript, TaskStep } from "./script.ts";
import { stateAt } from "./state.ts";
import { stoppingTail, type ContainerExit } from "./stopping.ts";
import { ordinaryTask } from "./scripts-ordinary.ts";

/** What the image pull says; for example one of `pullErrors`. */
export function imagePullFails(text: string, options: HeadOptions = {}): TaskScript {
  const { steps, pullStartedAt } = untilPull(options);
  const reason = `CannotPullContainerError: ${text}`;
  const at = pullStartedAt + (options.pullMs ?? 8_000);
  return failedStart(steps, at, reason, neverRan(reason));
}

/** What registries say when a pull fails. */
export const pullErrors = {
  rateLimit:
    "inspect image has been retried 1 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/example/mayfly-crawler/manifests/sha256:c4: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
  accessDenied:
    "pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/example/mayfly-crawler:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  manifestUnknown:
    "pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/example/mayfly-crawler:gone: docker.io/example/mayfly-crawler:gone: not found",
  noRoute:
    'pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/example/mayfly-crawler:1: failed to do request: Head "https://registry-1.docker.io/v2/example/mayfly-crawler/manifests/1": dial tcp 54.198.86.24:443: i/o timeout',
} as const;

/**
 * The image is for another architecture than the task: found out at the pull, or, where the image says nothing of its
 * platform, when its program is executed.
 */
export function wrongArchitecture({
  found = "pull",
  platform = "linux/amd64",
  ...options
}: HeadOptions & {
  readonly found?: "pull" | "exec";
  readonly platform?: string;
} = {}): TaskScript {
  if (found === "exec") {
    const line = "exec /usr/local/bin/docker-entrypoint.sh: exec format error";
    return ordinaryTask({ ...options, crawlMs: 0, exitCode: 1, crawlerLines: [line] });
  }
  const text = `pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform '${platform}'`;
  return imagePullFails(text, options);
}

/** The network interface never comes: PROVISIONING until ECS gives up. */
export function eniTimeout({
  afterMs = 180_000,
  reason = "Timeout waiting for network interface provisioning to complete.",
}: { readonly afterMs?: number; readonly reason?: string } = {}): TaskScript {
  return failedStart(provisioning.slice(0, 1), afterMs, reason);
}

/** The execution role may not read the registry's secret. */
export function secretDenied(options: HeadOptions = {}): TaskScript {
  const { steps } = untilPull(options);
  const role = "arn:aws:sts::123456789012:assumed-role/mayfly-dev-execution/0123456789abcdef";
  const secret =
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mayfly-dev-registry-AbCdEf";
  const reason =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
    "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret " +
    `${secret} from secrets manager: AccessDeniedException: User: ${role} is not authorized to perform: ` +
    `secretsmanager:GetSecretValue on resource: ${secret} because no identity-based policy allows the ` +
    "secretsmanager:GetSecretValue action status code: 400";
  const beforePull = steps.slice(0, -1);
  return failedStart(beforePull, (beforePull.at(-1)?.at ?? 0) + 3_000, reason);
}

/** Selenium's health check never succeeds, and its start time-out ends the task. */
export function seleniumUnhealthy({
  startTimeoutMs = 120_000,
  ...options
}: HeadOptions & { readonly startTimeoutMs?: number } = {}): TaskScript {
  const { steps: head, seleniumAt } = untilSelenium(options);
  const at = seleniumAt + startTimeoutMs;
  const unhealthyAt = seleniumAt + Math.round(startTimeoutMs * 0.75);
  const steps: TaskStep[] = [
    ...head,
    { at: unhealthyAt, containers: { selenium: { healthStatus: "UNHEALTHY" } } },
  ];
  const reason =
    "CannotStartContainerError: dependency graph: container ordering dependency [selenium (RUNNING->RUNNING)] " +
    "for target [crawler (NONE->RUNNING)] has timed out.";
  return failedStart(steps, at, "Task failed to start", [
    // The agent gives a container that never ran the code of SIGTERM.
    { name: "crawler", after: 0, exitCode: 143, reason },
    { name: "selenium", after: 1_000, exitCode: 143 },
  ]);
}

/** The end of a task that did not start. */
function failedStart(
  steps: readonly TaskStep[],
  at: number,
  stoppedReason: string,
  exits: readonly ContainerExit[] = neverRan(),
): TaskScript {
  const state = stateAt({ steps }, at);
  const stopCode = "TaskFailedToStart";
  const tail = stoppingTail({ at, state, stopCode, stoppedReason, exits, tailMs: 12_500 });
  return { steps: [...steps, ...tail] };
}

/** Both containers, without an exit code. */
function neverRan(reason?: string): readonly ContainerExit[] {
  const told = reason === undefined ? {} : { reason };
  return [
    { name: "crawler", after: 0, ...told },
    { name: "selenium", after: 0 },
  ];
}
