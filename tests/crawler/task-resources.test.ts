import { expect, test } from "vitest";
import { TaskResources } from "../../crawler/src/task-resources.ts";
import { never } from "./helpers/fakes.ts";
import { sendJson, servePlain } from "./helpers/plain-server.ts";

const mib = 2 ** 20;

/** As ECS answers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html */
function stats(usedMiB: number, cachedMiB: number) {
  return { memory_stats: { usage: usedMiB * mib, stats: { inactive_file: cachedMiB * mib } } };
}

test("on ECS, the memory of all containers counts, without what is only cached", async () => {
  let selenium = 900;
  await using endpoint = await servePlain((request, response) => {
    const answer = request.url?.endsWith("/stats")
      ? { one: stats(selenium, 300), two: stats(200, 0), starting: null }
      : { Limits: { CPU: 0.5, Memory: 1024 } };
    sendJson(response, answer);
  });
  let nowMs = 0;
  const environment = { ECS_CONTAINER_METADATA_URI_V4: `${endpoint.origin}/v4/x` };
  const resources = new TaskResources(environment, never, () => nowMs);
  expect(await resources.limits()).toEqual({ cpus: 0.5, memoryMiB: 1024 });
  expect(await resources.isMemoryShort()).toBe(false);
  selenium = 1200;
  // One answer serves for a while.
  expect(await resources.isMemoryShort()).toBe(false);
  nowMs += 2000;
  expect(await resources.isMemoryShort()).toBe(true);
});

test("an endpoint that does not answer stops nothing", async () => {
  await using endpoint = await servePlain((_request, response) => {
    response.writeHead(500).end("no");
  });
  const environment = { ECS_CONTAINER_METADATA_URI_V4: endpoint.origin };
  const resources = new TaskResources(environment, never);
  expect((await resources.limits()).memoryMiB).toBeNull();
  expect(await resources.isMemoryShort()).toBe(false);
});

test("elsewhere, it is this machine that counts", async () => {
  const { cpus, memoryMiB } = await new TaskResources({}, never).limits();
  expect(cpus).toBeGreaterThanOrEqual(1);
  expect(memoryMiB).toBeGreaterThan(256);
});
