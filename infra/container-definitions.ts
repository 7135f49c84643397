/**
 * The two containers of a crawl task: names, commands, environment, order, health check and stop time-outs.
 * A leaf shared by the Pulumi program and by every target, so that what runs on one runs on all.
 */

/** One container of a task, in the words of an ECS container definition; durations are in seconds. */
export interface ContainerDefinition {
  readonly name: string;
  /** Image name; the local target maps it to a program on this machine. */
  readonly image: string;
  /** Arguments for the image's entry point. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** When an essential container stops, the task stops. */
  readonly essential: boolean;
  readonly dependsOn: readonly ContainerDependency[];
  readonly healthCheck?: HealthCheck;
  /** Seconds in which the condition that others wait for must be met; then the task fails to start. */
  readonly startTimeout?: number;
  /** Seconds between SIGTERM and SIGKILL. Fargate allows 120 at most. */
  readonly stopTimeout: number;
  readonly portMappings: readonly { readonly containerPort: number; readonly protocol: "tcp" }[];
}

/** A container that must have reached a condition before this one starts. On stop the order is reversed. */
export interface ContainerDependency {
  readonly containerName: string;
  readonly condition: "START" | "HEALTHY";
}

/**
 * Health check of a container, as ECS and Docker have it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface HealthCheck {
  /** `CMD` and arguments, or `CMD-SHELL` and one line of shell. Exit code 0 is healthy. */
  readonly command: readonly [kind: "CMD" | "CMD-SHELL", ...rest: string[]];
  /** Seconds between checks. */
  readonly interval: number;
  /** Seconds one check may take. */
  readonly timeout: number;
  /** Failures in a row that make the container UNHEALTHY; ECS takes 1 to 10. */
  readonly retries: number;
  /** Seconds at the start in which failures do not count. */
  readonly startPeriod: number;
  /** Seconds between checks until the first success; the interval when absent. Docker has it, ECS does not. */
  readonly startInterval?: number;
}

/** Container names. `crawler` is the subject of a task: its exit code decides the outcome. */
export const containerNames = { selenium: "selenium", crawler: "crawler" } as const;

/** The volume in which the crawler may write, and where it is mounted; its image makes it the crawler's own. */
export const workVolume = { name: "work", path: "/work" } as const;

/**
 * What a stock Selenium 4 image is told: more slots than processors, since the crawler knows how many sessions it wants;
 * sessions that last as long as the slowest politeness delay needs; and nothing that a crawl has no use for. https://github.com/SeleniumHQ/docker-selenium/blob/trunk/ENV_VARIABLES.md
 */
export const selenium4Environment: Readonly<Record<string, string>> = {
  SE_ENABLE_TRACING: "false",
  SE_NODE_MAX_SESSIONS: "8",
  SE_NODE_OVERRIDE_MAX_SESSIONS: "true",
  SE_NODE_SESSION_TIMEOUT: "600",
  SE_SESSION_REQUEST_TIMEOUT: "60",
  SE_START_NO_VNC: "false",
  SE_START_VNC: "false",
};

/** The image that `--build` builds on a Docker engine; it stays, with what it was built from, so that the next build is quick. */
export const builtImage = "mayfly-crawler:local";

/** Selenium images by the processor of the task: Chrome has one for x86-64 alone, Chromium has one for both. */
export const defaultSeleniumImages = {
  X86_64: "selenium/standalone-chrome:4.41.0",
  ARM64: "selenium/standalone-chromium:4.41.0",
} as const;

/** Major version of a Selenium server: they differ in where they say that they are ready. */
export type SeleniumVersion = 3 | 4;

/** What differs from task to task. */
export interface CrawlTaskOptions {
  readonly seleniumImage: string;
  readonly crawlerImage: string;
  /** Port of the WebDriver endpoint on the task's localhost. Default: 4444. */
  readonly port?: number;
  /** Major version of the Selenium server. Default: 4. */
  readonly seleniumVersion?: SeleniumVersion;
  readonly seleniumEnvironment?: Readonly<Record<string, string>>;
  /** Environment of the crawler, with the names of `crawler/src/contract.ts`. */
  readonly crawlerEnvironment?: Readonly<Record<string, string>>;
  /** Replaces the Selenium health check where there is no curl. */
  readonly healthCheck?: HealthCheck;
  /** Seconds in which Selenium must be HEALTHY. Default: 120. */
  readonly startTimeout?: number;
}

/**
 * Health check for a Selenium server in its stock image. Grid 4 answers `/readyz` with 200 also while its only slot is
 * in use; its `/status` then says `ready: false` (https://github.com/SeleniumHQ/docker-selenium/issues/1167), which
 * would turn the container UNHEALTHY in mid-crawl. Selenium 3 has `/wd/hub/status` alone, which Grid 4 answers with 200
 * before it is ready: so each major version has its own.
 */
export function seleniumHealthCheck(port: number, version: SeleniumVersion = 4): HealthCheck {
  const path = version === 3 ? "/wd/hub/status" : "/readyz";
  return {
    command: ["CMD-SHELL", `curl -fsS http://localhost:${String(port)}${path} || exit 1`],
    interval: 5,
    timeout: 3,
    retries: 10,
    startPeriod: 60,
  };
}

/**
 * The containers of one crawl task, in the order of their start.
 *
 * The stop time-outs add up to less than the 120 seconds that Fargate Spot gives, since containers stop one after the
 * other (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html).
 */
export function crawlContainerDefinitions(
  options: CrawlTaskOptions,
): readonly [selenium: ContainerDefinition, crawler: ContainerDefinition] {
  const port = options.port ?? 4444;
  const { selenium, crawler } = containerNames;
  return [
    {
      name: selenium,
      image: options.seleniumImage,
      command: [],
      environment: options.seleniumEnvironment ?? {},
      essential: true,
      dependsOn: [],
      healthCheck: options.healthCheck ?? seleniumHealthCheck(port, options.seleniumVersion),
      startTimeout: options.startTimeout ?? 120,
      stopTimeout: 20,
      portMappings: [{ containerPort: port, protocol: "tcp" }],
    },
    {
      name: crawler,
      image: options.crawlerImage,
      command: [],
      environment: {
        SELENIUM_URL: `http://localhost:${String(port)}`,
        ...options.crawlerEnvironment,
      },
      essential: true,
      dependsOn: [{ containerName: selenium, condition: "HEALTHY" }],
      stopTimeout: 90,
      portMappings: [],
    },
  ];
}
