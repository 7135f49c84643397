import { describe, expect, test } from "vitest";
import { environmentNames } from "../../crawler/src/contract.ts";
import { taskContainers, type TaskContainersOptions } from "../../infra/task-containers.ts";
import { containersOf, environmentOf, type EcsContainer } from "./helpers/containers.ts";

const usual: TaskContainersOptions = {
  seleniumImage: "selenium/standalone-chrome:4.41.0",
  crawlerImage: "kiwi/crawler:1",
  region: "eu-north-1",
  logGroupName: "/ecs/moths",
  logStreamPrefix: "crawl",
  pullSecretArn: () => undefined,
};
const both = (
  changes: Partial<TaskContainersOptions> = {},
): readonly [EcsContainer, EcsContainer] => containersOf(taskContainers({ ...usual, ...changes }));

const shared = {
  essential: true,
  linuxParameters: { initProcessEnabled: true },
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "/ecs/moths",
      "awslogs-region": "eu-north-1",
      "awslogs-stream-prefix": "crawl",
    },
  },
};

test("Selenium is told on port 4444 whether it is ready, and is one of two essential containers", () => {
  const [selenium] = both();
  expect(selenium).toEqual({
    ...shared,
    name: "selenium",
    image: "selenium/standalone-chrome:4.41.0",
    environment: [
      { name: "SE_ENABLE_TRACING", value: "false" },
      { name: "SE_NODE_MAX_SESSIONS", value: "8" },
      { name: "SE_NODE_OVERRIDE_MAX_SESSIONS", value: "true" },
      { name: "SE_NODE_SESSION_TIMEOUT", value: "600" },
      { name: "SE_SESSION_REQUEST_TIMEOUT", value: "60" },
      { name: "SE_START_NO_VNC", value: "false" },
      { name: "SE_START_VNC", value: "false" },
    ],
    portMappings: [{ containerPort: 4444, hostPort: 4444, protocol: "tcp" }],
    healthCheck: {
      command: ["CMD-SHELL", "curl -fsS http://localhost:4444/readyz || exit 1"],
      interval: 5,
      timeout: 3,
      retries: 10,
      startPeriod: 60,
    },
    startTimeout: 120,
    stopTimeout: 20,
  });
});

test("the crawler waits until Selenium is healthy, and can write to one volume only", () => {
  const [, crawler] = both();
  expect(crawler).toEqual({
    ...shared,
    name: "crawler",
    image: "kiwi/crawler:1",
    environment: [
      { name: "SELENIUM_URL", value: "http://localhost:4444" },
      { name: "TMPDIR", value: "/work" },
    ],
    dependsOn: [{ containerName: "selenium", condition: "HEALTHY" }],
    readonlyRootFilesystem: true,
    mountPoints: [{ sourceVolume: "work", containerPath: "/work", readOnly: false }],
    portMappings: [],
    stopTimeout: 90,
  });
});

describe("the health check asks a Selenium server of major version", () => {
  test.each([
    [3, "/wd/hub/status"],
    [4, "/readyz"],
  ] as const)("%i at %s", (seleniumVersion, path) => {
    const [{ healthCheck }] = both({ seleniumVersion });
    expect(healthCheck?.command[1]).toBe(`curl -fsS http://localhost:4444${path} || exit 1`);
  });
});

test("Selenium 3 gets none of the settings of version 4", () => {
  expect(both({ seleniumVersion: 3 })[0].environment).toEqual([]);
});

test("what the user sets wins, in both containers", () => {
  const [selenium, crawler] = both({
    seleniumEnvironment: { SE_NODE_MAX_SESSIONS: "3", LANG: "de" },
    crawlerEnvironment: { MAYFLY_MAX_PAGES: "5" },
  });
  expect(environmentOf(selenium)).toMatchObject({ SE_NODE_MAX_SESSIONS: "3", LANG: "de" });
  expect(environmentOf(crawler)).toMatchObject({ MAYFLY_MAX_PAGES: "5" });
});

test("the crawler's environment has names that the crawler reads, and the place for its files", () => {
  const every = Object.values(environmentNames).map((name) => [name, "x"]);
  const [, crawler] = both({
    crawlerEnvironment: Object.fromEntries(every) as Record<string, string>,
  });
  const names = crawler.environment.map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set([...Object.values(environmentNames), "TMPDIR"]));
});

test("only an image that needs a secret is pulled with one", () => {
  const arn = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:moths";
  const pullSecretArn = (image: string) => (image.startsWith("kiwi/") ? arn : undefined);
  const [selenium, crawler] = both({ pullSecretArn });
  expect(selenium.repositoryCredentials).toBeUndefined();
  expect(crawler.repositoryCredentials).toEqual({ credentialsParameter: arn });
});

describe("the same configuration gives the same text,", () => {
  const forwards = { A: "1", B: "2", C: "3" };
  const backwards = { C: "3", B: "2", A: "1" };

  test("whatever the order in which it was put together", () => {
    const { region, ...rest } = usual;
    const one = taskContainers({
      ...usual,
      seleniumEnvironment: forwards,
      crawlerEnvironment: forwards,
    });
    const other = taskContainers({
      crawlerEnvironment: backwards,
      seleniumEnvironment: backwards,
      ...rest,
      region,
    });
    expect(other).toBe(one);
  });

  test("while another has another", () => {
    const one = taskContainers({ ...usual, crawlerEnvironment: forwards });
    expect(taskContainers({ ...usual, crawlerEnvironment: { ...forwards, A: "2" } })).not.toBe(one);
  });
});
