import { expect, test } from "vitest";
import {
  containerRequest,
  type ContainerSurroundings,
} from "../../../../automation/targets/docker/container-request.ts";
import type { DockerRuntimeSpec } from "../../../../automation/targets/docker/docker-task.ts";
import { definition } from "./helpers.ts";

const spec: DockerRuntimeSpec = {
  kind: "docker",
  engine: { host: "unix:///var/run/docker.sock", certPath: null },
  buildContext: null,
  network: null,
  addHosts: ["shop.test:10.0.0.1"],
  cpu: 512,
  memoryMiB: 1024,
  resultsFolder: "/runs/r1/results",
};
const surroundings: ContainerSurroundings = {
  spec,
  taskId: "r1",
  taskFolder: "/runs/r1/task",
  image: "sha256:1",
  network: "mayfly-r1",
  sharesWith: null,
  user: "1001:1001",
  engineCpus: 2,
};
const of = (changes: Partial<ContainerSurroundings> = {}) =>
  containerRequest(definition, { ...surroundings, ...changes });
const crawler = (changes: Partial<ContainerSurroundings> = {}) =>
  of({ sharesWith: "c1", ...changes });

test("the first container joins the network, with the names of all", () => {
  expect(of().HostConfig).toMatchObject({
    NetworkMode: "mayfly-r1",
    ExtraHosts: ["host.docker.internal:host-gateway", "shop.test:10.0.0.1"],
    ReadonlyRootfs: false,
    Mounts: [],
  });
});

test("the others share its network; the crawler can write to /work and its results alone", () => {
  const { User, HostConfig } = crawler();
  expect(User).toBe("1001:1001");
  expect(HostConfig).toMatchObject({
    NetworkMode: "container:c1",
    // An engine refuses them here.
    ExtraHosts: [],
    ReadonlyRootfs: true,
    Tmpfs: { "/work": "mode=1777" },
    Mounts: [{ Type: "bind", Source: "/runs/r1/results", Target: "/results", ReadOnly: false }],
  });
  expect(crawler({ spec: { ...spec, resultsFolder: null } }).HostConfig.Mounts).toEqual([]);
});

test("limits are those of the task, without swap, and no more processors than there are", () => {
  const memory = 1024 * 2 ** 20;
  expect(of().HostConfig).toMatchObject({
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: 500_000_000,
  });
  const large = of({ spec: { ...spec, cpu: 4096, memoryMiB: null } }).HostConfig;
  expect(large.NanoCpus).toBe(2e9);
  expect(large).not.toHaveProperty("Memory");
});

test("the health check has nanoseconds, and the stop time-out is kept for whoever cleans up", () => {
  const healthCheck = {
    command: ["CMD-SHELL", "true"],
    interval: 5,
    timeout: 3,
    retries: 10,
    startPeriod: 60,
    startInterval: 1,
  } as const;
  const request = containerRequest({ ...definition, healthCheck }, surroundings);
  expect(request.Healthcheck).toEqual({
    Test: ["CMD-SHELL", "true"],
    Interval: 5e9,
    Timeout: 3e9,
    Retries: 10,
    StartPeriod: 60e9,
    StartInterval: 1e9,
  });
  expect(request.Labels).toEqual({
    "dev.mayfly.task-folder": "/runs/r1/task",
    "dev.mayfly.task": "r1",
    "dev.mayfly.container": "crawler",
    "dev.mayfly.stop-timeout": "90",
  });
});
