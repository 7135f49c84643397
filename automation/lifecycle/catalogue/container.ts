import type { DiagnosisRule } from "../diagnosis.ts";

const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/** Containers that cannot be started, and containers that are killed. */
export const containerRules: readonly DiagnosisRule[] = [
  {
    // aws/amazon-ecs-agent#2467: the child that was killed is not always the process whose code is reported.
    id: "out-of-memory-exit-0",
    target: ["fargate"],
    reason: /OutOfMemory/i,
    exits: { crawler: [0] },
    cause:
      "A container ran out of memory; that the crawler's exit code is 0 all the same is a known fault of what ECS reports.",
    fix: "Raise the task's memory (--memory, or the configuration key memory), or crawl fewer pages per task.",
    link: "https://github.com/aws/amazon-ecs-agent/issues/2467",
  },
  {
    id: "out-of-memory",
    reason: /OutOfMemory/i,
    cause: "A container used more memory than the task has.",
    fix: "Raise the task's memory (--memory, or the configuration key memory), or crawl fewer pages per task.",
    link: "https://repost.aws/knowledge-center/ecs-resolve-outofmemory-errors",
    elsewhere: { fix: "Raise the task's memory (--memory), or crawl fewer pages per task." },
  },
  {
    // Docker's and containerd's words, in a reason or, where a shell starts the program, in the log.
    id: "exec-format-error",
    said: /exec format error/i,
    cause: "A program in the image is built for another processor architecture than the task's.",
    fix: "Build the image for the task's cpuArchitecture (docker buildx build --platform linux/amd64 or linux/arm64).",
    link: `${guide}/ecs-arm64.html`,
    elsewhere: {
      cause: "A program in the image is built for another processor than that of this machine.",
      fix: "Use an image for it, or build one (docker buildx build --platform linux/amd64 or linux/arm64).",
    },
  },
  {
    id: "program-not-found",
    said: /executable file not found|exec[: ].*no such file or directory|CannotStart.*no such file/i,
    cause:
      "The program that a container should start is not in its image, or its interpreter is not.",
    fix: "Compare the container's command and entry point with what is in the image; line ends of Windows in a script do this too.",
    link: `${guide}/cannot-start-container.html`,
    elsewhere: {},
  },
  {
    id: "program-not-executable",
    reason: /CannotStart.*permission denied/i,
    cause: "The program that a container should start is not executable.",
    fix: "Set its executable bit when the image is built.",
    link: `${guide}/cannot-start-container.html`,
    elsewhere: { fix: "Set its executable bit." },
  },
  {
    id: "container-refused",
    target: ["docker"],
    reason: /CannotStartContainerError/,
    cause: "The Docker engine did not start a container.",
    fix: "Read the stopped reason in `mayfly status RUN`; it has the engine's own words.",
  },
  {
    id: "cannot-start-container",
    // A dependency that is not met is told in these words too.
    reason: /Cannot(Start|Create)Container(Error)?(?!.*dependency)/s,
    cause: "A container's program could not be started.",
    fix: "Check that the program exists and is executable.",
    link: `${guide}/cannot-start-container.html`,
    elsewhere: {},
  },
  {
    id: "container-runtime",
    reason:
      /(ContainerRuntime|Docker)(Timeout)?Error|Cannot(Inspect|Stop)ContainerError|CannotCreateVolumeError/,
    cause: "The container runtime of the host failed or did not answer.",
    fix: "Run again; if it stays, look at the AWS Health Dashboard for ECS in this region.",
    link: `${guide}/stopped-task-error-codes.html`,
    elsewhere: {
      cause: "The Docker engine failed or did not answer.",
      fix: "Run again; if it stays, restart the engine and read its log.",
    },
  },
  {
    // Not want of memory: aws/aws-for-fluent-bit#11 is one of many who took it for that.
    id: "crawler-killed-at-stop",
    outcome: ["stopped"],
    exits: { crawler: [137] },
    cause:
      "The crawler did not end within its stopTimeout after SIGTERM, so it was killed; that is no want of memory.",
    fix: "Nothing, if the pages suffice; a page that loads longer than the stopTimeout does this (--page-load-timeout).",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    elsewhere: {},
  },
];
