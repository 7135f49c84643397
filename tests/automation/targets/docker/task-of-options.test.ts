import { expect, test } from "vitest";
import type { DockerOptions } from "../../../../automation/targets/docker/docker-options.ts";
import {
  dockerTask,
  type DockerTaskContext,
} from "../../../../automation/targets/docker/task-of-options.ts";

const outputs = {
  images: { selenium: "selenium/standalone-chrome:4.41.0", crawler: "you/mayfly-crawler:dev" },
  cpu: 256,
  memoryMiB: 1024,
};
const of = (options: DockerOptions, changes: Partial<DockerTaskContext> = {}) =>
  dockerTask(options, {
    outputs: null,
    settings: { MAYFLY_URLS: "https://example.com/", MAYFLY_RESULTS: "/runs/r1/results" },
    environment: { DOCKER_HOST: "unix:///tmp/docker.sock" },
    ...changes,
  });

test("a stack gives images and size, and options come before them", () => {
  const { containers, runtime } = of({}, { outputs });
  expect(containers.map(({ image }) => image)).toEqual(Object.values(outputs.images));
  expect(runtime).toMatchObject({ cpu: 256, memoryMiB: 1024, buildContext: null });
  const other = of({ seleniumImage: "other/selenium:4", memoryMiB: 2048 }, { outputs });
  expect(other.containers[0]?.image).toBe("other/selenium:4");
  expect(other.runtime).toMatchObject({ cpu: 256, memoryMiB: 2048 });
});

test("--build builds the crawler from the sources, with no limit unless one is given", () => {
  const { containers, runtime } = of({ build: true });
  expect(containers[1]?.image).toBe("mayfly-crawler:local");
  expect(runtime.buildContext).toMatch(/crawler$/);
  expect(runtime).toMatchObject({ cpu: null, memoryMiB: null });
});

test("the crawler has the results where its container has them, this machine where it has", () => {
  const { containers, runtime } = of({ build: true, environment: { A: "1" } });
  expect(containers[1]?.environment).toMatchObject({ MAYFLY_RESULTS: "/results", A: "1" });
  expect(runtime.resultsFolder).toBe("/runs/r1/results");
  const settings = { MAYFLY_RESULTS: "s3://bucket/prefix" };
  const inBucket = of({ build: true }, { settings });
  expect(inBucket.containers[1]?.environment).toMatchObject(settings);
  expect(inBucket.runtime.resultsFolder).toBeNull();
});

test("private addresses are refused unless the run allows them", () => {
  const crawler = of({ build: true }).containers[1];
  expect(crawler?.environment).not.toHaveProperty("MAYFLY_ALLOW_PRIVATE");
});

test("Selenium 3 has its own health check, and no environment of Selenium 4", () => {
  const [selenium] = of({
    build: true,
    seleniumImage: "selenium/standalone-chrome:3.141.59",
  }).containers;
  expect(selenium?.healthCheck?.command.join(" ")).toContain("/wd/hub/status");
  expect(selenium?.environment).toEqual({});
});

test.each<[string, DockerOptions, Partial<DockerTaskContext>, string]>([
  ["no image", {}, {}, "Expected --stack NAME, --build or --crawler-image IMAGE"],
  [
    "two images",
    { build: true, crawlerImage: "a:1" },
    {},
    "--build or --crawler-image, but got both",
  ],
  ["a name that is none", { crawlerImage: "A B" }, {}, 'for --crawler-image, but got "A B"'],
  [
    "a host without address",
    { build: true, addHosts: ["shop"] },
    {},
    'Expected name:address for --add-host, the address an IP address or host-gateway, but got "shop"',
  ],
  ["a host that is no address", { build: true, addHosts: ["a:b"] }, {}, 'but got "a:b"'],
  [
    "localhost",
    { build: true },
    { settings: { MAYFLY_URLS: "https://example.com/ http://localhost:3000/" } },
    "use http://host.docker.internal for this machine, or --network host",
  ],
  [
    "a folder for results on another machine",
    { build: true },
    { environment: { DOCKER_HOST: "ssh://me@there" } },
    "Expected s3://bucket/prefix for --results",
  ],
  [
    "an engine that has no address",
    { build: true },
    { environment: { DOCKER_HOST: "foo://nope" } },
    'for DOCKER_HOST, but got "foo://nope".',
  ],
])("%s is refused in one sentence", (_what, options, changes, sentence) => {
  expect(() => of(options, changes)).toThrow(sentence);
});

test("with this machine's network, localhost is this machine", () => {
  const settings = { MAYFLY_URLS: "http://localhost:3000/" };
  expect(of({ build: true, network: "host" }, { settings }).runtime.network).toBe("host");
});
