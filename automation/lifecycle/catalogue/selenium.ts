import type { DiagnosisRule } from "../diagnosis.ts";

const dependencies =
  "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html";

/**
 * Selenium, which the crawler depends on. The local target names the container that ended the task; ECS says
 * "Essential container in task exited" alone, so the exit codes tell which came first: a crawler with the codes of one
 * that was told to end was not the first.
 */
export const seleniumRules: readonly DiagnosisRule[] = [
  {
    // "dependency graph: container ordering dependency […] has timed out" are the words of the ECS agent.
    id: "selenium-not-healthy",
    outcome: ["failedToStart"],
    reason:
      /did not become HEALTHY|unhealthy|dependency.*(timed out|has timed|not.* resolved)|failed container health checks/i,
    cause: "Selenium never got ready, so the crawler was not started.",
    fix: "Read `mayfly logs RUN --container selenium`; give it more CPU and memory, or longer (--selenium-start-timeout) if it is only slow.",
    link: dependencies,
    elsewhere: {},
  },
  {
    id: "selenium-exited-at-start",
    outcome: ["failedToStart"],
    reason: /selenium container exited/i,
    cause: "Selenium ended before it was ready.",
    fix: "Read `mayfly logs RUN --container selenium`; run its image, or the command of --selenium-command, by hand.",
  },
  {
    id: "selenium-unhealthy",
    outcome: ["failedToStart", "timedOut", "lost"],
    health: { selenium: ["UNHEALTHY"] },
    exits: { crawler: [null] },
    cause:
      "Selenium was UNHEALTHY, so the crawler was never started; without a startTimeout ECS waits for hours.",
    fix: "Read `mayfly logs RUN --container selenium`; check that seleniumVersion fits the image, and give the task more CPU and memory.",
    link: "https://github.com/aws/containers-roadmap/issues/2379",
    elsewhere: {
      cause: "Selenium was UNHEALTHY, so the crawler was never started.",
      fix: "Read `mayfly logs RUN --container selenium`, and give it more CPU and memory.",
    },
  },
  {
    id: "selenium-killed",
    outcome: ["failed"],
    exits: { selenium: [137] },
    reason: /essential container in task exited: selenium/i,
    cause:
      "Selenium was killed while the crawl was under way (SIGKILL: by hand, or by the system for want of memory).",
    fix: "Give the task more memory; what was retrieved until then is kept.",
  },
  {
    id: "selenium-killed-first",
    outcome: ["failed"],
    exits: { selenium: [137], crawler: [10, 11, 13, 143, null] },
    cause:
      "Selenium was killed while the crawl was under way (SIGKILL, most likely for want of memory).",
    fix: "Give the task more memory (--memory); what was retrieved until then is kept.",
    link: "https://repost.aws/knowledge-center/ecs-resolve-outofmemory-errors",
    elsewhere: { fix: "Give it more memory; what was retrieved until then is kept." },
  },
  {
    id: "selenium-exited",
    outcome: ["failed"],
    reason: /essential container in task exited: selenium/i,
    cause: "Selenium ended while the crawl was under way.",
    fix: "Read `mayfly logs RUN --container selenium`; what was retrieved until then is kept.",
  },
  {
    id: "selenium-ended-first",
    outcome: ["failed"],
    stopCode: ["EssentialContainerExited"],
    exits: { crawler: [11, 13, 143, null] },
    cause: "Selenium ended while the crawl was under way, so ECS stopped the crawler too.",
    fix: "Read `mayfly logs RUN --container selenium`; what was retrieved until then is kept.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    elsewhere: {
      cause: "Selenium ended while the crawl was under way, so the crawler was stopped too.",
    },
  },
];
