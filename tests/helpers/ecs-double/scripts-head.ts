import type { LogLine, TaskStep } from "./script.ts";

/** When the head of a task is how far; milliseconds since RunTask. Defaults lie within what real tasks took. */
export interface HeadOptions {
  /** PENDING: the network interface is attached. Default: 4,600. */
  readonly pendingAt?: number;
  /** ACTIVATING. Default: 16,800. */
  readonly activatingAt?: number;
  /** Default: 400 after ACTIVATING. */
  readonly pullStartedAt?: number;
  /** How long the images take. Default: 8,000. */
  readonly pullMs?: number;
  /** From Selenium's start until it is HEALTHY; the crawler starts then. Default: 5,000. */
  readonly healthyAfterMs?: number;
  /** Selenium's lines, said at its start. */
  readonly seleniumLines?: readonly LogLine[];
}

/** Until both containers are known and the network interface is on its way. */
export const provisioning: readonly TaskStep[] = [
  {
    at: 0,
    lastStatus: "PROVISIONING",
    desiredStatus: "RUNNING",
    version: 1,
    containers: { selenium: {}, crawler: {} },
    eni: { status: "PRECREATED" },
  },
  { at: 1_800, connectivity: "CONNECTING", eni: { status: "ATTACHING" } },
];

/** Until ECS works on the start of the containers. */
export function untilPull({ pendingAt = 4_600, ...options }: HeadOptions): {
  readonly steps: readonly TaskStep[];
  readonly pullStartedAt: number;
} {
  const { activatingAt = pendingAt + 12_200 } = options;
  const { pullStartedAt = activatingAt + 400 } = options;
  const steps: TaskStep[] = [
    ...provisioning.map((step) => ({ ...step, at: Math.min(step.at, pendingAt) })),
    {
      at: pendingAt,
      lastStatus: "PENDING",
      version: 2,
      connectivity: "CONNECTED",
      times: { connectivityAt: pendingAt },
      eni: { status: "ATTACHED" },
    },
    { at: activatingAt, lastStatus: "ACTIVATING" },
    { at: pullStartedAt, times: { pullStartedAt } },
  ];
  return { steps, pullStartedAt };
}

/** Until Selenium runs, not yet HEALTHY. */
export function untilSelenium(options: HeadOptions): {
  readonly steps: readonly TaskStep[];
  readonly seleniumAt: number;
} {
  const { steps, pullStartedAt } = untilPull(options);
  const seleniumAt = pullStartedAt + (options.pullMs ?? 8_000);
  const lines = options.seleniumLines ?? ["Started Selenium Standalone 4.27.0"];
  const started: TaskStep = {
    at: seleniumAt,
    times: { pullStoppedAt: seleniumAt },
    containers: {
      selenium: {
        lastStatus: "RUNNING",
        healthStatus: "UNKNOWN",
        imageDigest: `sha256:${"5e".repeat(32)}`,
        runtimeId: "selenium-0",
      },
      crawler: { imageDigest: `sha256:${"c4".repeat(32)}` },
    },
    logs: { selenium: lines },
  };
  return { steps: [...steps, started], seleniumAt };
}

/** Until the task is RUNNING. */
export function untilRunning(options: HeadOptions): {
  readonly steps: readonly TaskStep[];
  readonly runningAt: number;
} {
  const { steps, seleniumAt } = untilSelenium(options);
  const healthyAt = seleniumAt + (options.healthyAfterMs ?? 5_000);
  const runningAt = healthyAt + 500;
  return {
    steps: [
      ...steps,
      { at: healthyAt, containers: { selenium: { healthStatus: "HEALTHY" } } },
      {
        at: runningAt,
        lastStatus: "RUNNING",
        version: 3,
        times: { startedAt: runningAt },
        containers: { crawler: { lastStatus: "RUNNING", runtimeId: "crawler-0" } },
      },
    ],
    runningAt,
  };
}
