import { describe, expect, test } from "vitest";
import { crawlContainerDefinitions } from "../../infra/container-definitions.ts";
import { taskContainers } from "../../infra/task-containers.ts";
import { containersOf, type EcsContainer } from "./helpers/containers.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html and API_ContainerDefinition.html */
const limits = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  startPeriod: [0, 300],
} as const;
/** What a container definition may have. */
const known =
  "name image repositoryCredentials cpu memory memoryReservation links portMappings essential restartPolicy entryPoint command environment environmentFiles mountPoints volumesFrom linuxParameters secrets dependsOn startTimeout stopTimeout versionConsistency hostname user workingDirectory disableNetworking privileged readonlyRootFilesystem dnsServers dnsSearchDomains extraHosts dockerSecurityOptions interactive pseudoTerminal dockerLabels ulimits logConfiguration healthCheck systemControls resourceRequirements firelensConfiguration credentialSpecs";
/** What Fargate does not have. */
const notOnFargate = [
  "links",
  "privileged",
  "dnsServers",
  "dnsSearchDomains",
  "disableNetworking",
  "hostname",
  "extraHosts",
  "dockerSecurityOptions",
];

describe.each([3, 4] as const)(
  "with Selenium %i, what ECS is told is legal:",
  (seleniumVersion) => {
    const containers: readonly EcsContainer[] = containersOf(
      taskContainers({
        seleniumImage: "selenium/standalone-chrome:4.41.0",
        crawlerImage: "kiwi/crawler:1",
        seleniumVersion,
        region: "eu-north-1",
        logGroupName: "/ecs/moths",
        logStreamPrefix: "crawl",
        pullSecretArn: () => "arn:aws:secretsmanager:eu-north-1:123456789012:secret:moths",
      }),
    );

    test.each(containers)("$name has a health check within limits, or none", ({ healthCheck }) => {
      if (healthCheck === undefined) return;
      const { command, ...numbers } = healthCheck;
      expect(["CMD", "CMD-SHELL"]).toContain(command[0]);
      expect(Object.keys(numbers).sort()).toEqual(Object.keys(limits).sort());
      for (const [key, [least, most]] of Object.entries(limits)) {
        const value = numbers[key as keyof typeof limits];
        expect(value, key).toBeGreaterThanOrEqual(least);
        expect(value, key).toBeLessThanOrEqual(most);
      }
      expect(numbers.timeout).toBeLessThanOrEqual(numbers.interval);
    });

    test.each(containers)(
      "$name starts and stops within Fargate's 2 to 120 seconds",
      (container) => {
        for (const seconds of [container.startTimeout ?? 120, container.stopTimeout]) {
          expect(seconds).toBeGreaterThanOrEqual(2);
          expect(seconds).toBeLessThanOrEqual(120);
        }
      },
    );

    test.each(containers)(
      "$name has what a container definition has, and Fargate takes",
      (container) => {
        const allowed = known.split(" ").filter((key) => !notOnFargate.includes(key));
        expect(Object.keys(container).filter((key) => !allowed.includes(key))).toEqual([]);
        expect(Object.keys(container.linuxParameters ?? {})).toEqual(["initProcessEnabled"]);
      },
    );
  },
);

test("both containers stop within the two minutes that Fargate Spot gives", () => {
  const both = crawlContainerDefinitions({ seleniumImage: "a:1", crawlerImage: "b:1" });
  expect(both.reduce((sum, { stopTimeout }) => sum + stopTimeout, 0)).toBeLessThan(120);
});

test("what a health check forgives adds up to less than the time to become healthy", () => {
  const [{ healthCheck, startTimeout }] = crawlContainerDefinitions({
    seleniumImage: "a:1",
    crawlerImage: "b:1",
  });
  const { startPeriod = 0, interval = 0, retries = 0 } = healthCheck ?? {};
  expect(startPeriod + interval * retries).toBeLessThanOrEqual(startTimeout ?? 0);
});
