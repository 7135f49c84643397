import type { DiagnosisRule } from "../diagnosis.ts";

const pulls =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html";

/**
 * Images that cannot be pulled. The words are those of the registry behind the prefix `CannotPullContainerError`, as
 * people published them; on Fargate they begin "pull image manifest has been retried 5 time(s): failed to resolve ref".
 */
export const imageRules: readonly DiagnosisRule[] = [
  {
    // 100 pulls in 6 hours for an address without an account, and Fargate's addresses are shared behind a NAT gateway.
    id: "docker-hub-rate-limit",
    reason: /toomanyrequests|429 Too Many Requests|pull rate limit/i,
    cause: "The registry refused the pull because too many came from this address or account.",
    fix: "Pull with an account, whose limit is its own (privateImage with dockerHubUser and dockerHubToken), set seleniumImage to a copy in your own registry, or wait: Docker Hub counts over six hours.",
    link: "https://docs.docker.com/docker-hub/usage/",
    elsewhere: {
      fix: "Log in with `docker login`, since an account has a limit of its own, take --selenium-image from another registry, or wait: Docker Hub counts over six hours.",
      link: "https://docs.docker.com/docker-hub/usage/",
    },
  },
  {
    // aws/containers-roadmap#1120; "no matching manifest" are Docker's words for the same.
    id: "wrong-architecture",
    reason:
      /does not contain descriptor matching platform|failed to find a descriptor for platform|no matching manifest for|no match for platform/i,
    cause: "The image has no variant for the processor architecture of the task.",
    fix: "Build the image for the task's cpuArchitecture (docker buildx build --platform linux/amd64 or linux/arm64), or change cpuArchitecture and run `mayfly up`.",
    link: pulls,
    elsewhere: {
      cause: "The image has no variant for the processor of the engine's machine.",
      fix: "Use an image that has one, or build it (docker buildx build --platform linux/amd64 or linux/arm64).",
    },
  },
  {
    id: "image-not-found",
    reason:
      /CannotPull.*(manifest unknown|manifest for .* not found|failed to resolve ref \S+: not found|: not found)/is,
    cause: "The registry has no image with this tag or digest.",
    fix: "Compare the image in `mayfly outputs` with the tags in the registry; `mayfly up` builds and pushes the crawler's image again.",
    link: pulls,
    elsewhere: {
      fix: "Compare --crawler-image and --selenium-image with the tags in the registry; --build makes the crawler's image from a checkout.",
    },
  },
  {
    // Docker Hub says this for a private repository and for one that does not exist alike.
    id: "image-access-denied",
    reason:
      /pull access denied|repository does not exist|insufficient_scope|authorization failed|CannotPull.*(unauthorized|denied|40[13] (Forbidden|Unauthorized)|no basic auth credentials)/is,
    cause: "The repository does not exist, or the task may not pull from it.",
    fix: "Check the image's name; for a private repository, set privateImage with a dockerHubUser and dockerHubToken that may read it (for ECR, the execution role must).",
    link: pulls,
    elsewhere: {
      cause: "The repository does not exist, or this login may not pull from it.",
      fix: "Check the image's name; for a private repository, run `docker login` with an account that may read it.",
    },
  },
  {
    id: "registry-unreachable",
    reason:
      /CannotPull.*(i\/o timeout|dial tcp|no such host|connection refused|connection reset|Client\.Timeout|deadline exceeded|request canceled)/is,
    cause:
      "The task has no way to the registry: no route to the Internet, no DNS, or a security group that lets nothing out.",
    fix: "In a public subnet give the task a public address (--assign-public-ip); in a private one it needs a NAT gateway or VPC endpoints; allow TCP 443 out.",
    link: "https://repost.aws/knowledge-center/ecs-fargate-pull-container-error",
    elsewhere: {
      cause:
        "The Docker engine has no way to the registry: no route, no DNS, a proxy or a firewall between, or nothing that answers there.",
      fix: "See that the engine's machine reaches the registry; `docker pull` of the same image tells more.",
    },
  },
  {
    id: "image-too-big",
    reason: /CannotPull.*no space left on device/is,
    cause: "The images do not fit on the task's ephemeral storage.",
    fix: "Raise the configuration key ephemeralStorage (200 GiB at most), or use a smaller image.",
    link: pulls,
    elsewhere: {
      cause: "The images do not fit on the disk of the engine's machine.",
      fix: "Free some space there, as with `docker system prune`, or use a smaller image.",
    },
  },
  {
    id: "cannot-pull-image",
    reason: /CannotPull(Container|ECRContainer|Image)\w*/i,
    cause: "An image could not be pulled.",
    fix: "Read the stopped reason in `mayfly status RUN`; it ends with the registry's own words.",
    link: pulls,
    elsewhere: {
      fix: "Read the stopped reason in `mayfly status RUN`; it ends with the engine's own words.",
    },
  },
];
