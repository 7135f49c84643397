import { expect, test } from "vitest";
import { removeTask } from "../../../../automation/targets/docker/remove-task.ts";
import { scriptedContainer, scriptedEngine } from "./helpers.ts";

const address = { host: "unix:///x", certPath: null };

test("the last started is stopped first, with its own time, then the network goes", async () => {
  const done: string[] = [];
  const lists = [
    [
      { id: "selenium", labels: { "dev.mayfly.stop-timeout": "20" }, created: 1 },
      { id: "crawler", labels: { "dev.mayfly.stop-timeout": "90" }, created: 2 },
    ],
    // A killed agent had asked for it, and the engine has only now made it.
    [{ id: "late", labels: {}, created: 3 }],
  ];
  let networks = 1;
  const engine = scriptedEngine({
    listContainers: () => Promise.resolve(lists.shift() ?? []),
    container: (id) =>
      scriptedContainer({
        id,
        stop: (seconds) => {
          done.push(`stop ${id} ${String(seconds)}`);
          return Promise.resolve();
        },
        remove: () => {
          done.push(`remove ${id}`);
          return Promise.resolve();
        },
      }),
    removeNetworks: (label, value) => {
      done.push(`networks ${label}=${value}`);
      return Promise.resolve(networks--);
    },
  });
  await removeTask(address, "/runs/r1/task", engine);
  expect(done.slice(0, 7)).toEqual([
    "stop crawler 90",
    "remove crawler",
    "stop selenium 20",
    "remove selenium",
    "networks dev.mayfly.task-folder=/runs/r1/task",
    "stop late 10",
    "remove late",
  ]);
});

test("an engine that refuses is no success", async () => {
  const engine = scriptedEngine({
    listContainers: () => Promise.reject(new Error("No Docker engine answers at unix:///x.")),
  });
  await expect(removeTask(address, "/runs/r1/task", engine)).rejects.toThrow("No Docker engine");
});
