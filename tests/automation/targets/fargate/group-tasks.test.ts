import { expect, test } from "vitest";
import { GroupTasks } from "../../../../automation/targets/fargate/group-tasks.ts";

const task = (taskArn: string) => ({ taskArn });

test("each run gets the task that was started in its turn, also when it asks before", async () => {
  const tasks = new GroupTasks([null, null]);
  const second = tasks.started(1);
  tasks.add(task("a"));
  tasks.add(task("b"));
  expect(await second).toEqual(task("b"));
  expect(await tasks.started(0)).toEqual(task("a"));
});

test("a run whose task is known finds that one again, or none", () => {
  const tasks = new GroupTasks(["a", "b"]);
  expect(tasks.claim(1, [task("a"), task("b")])).toEqual(task("b"));
  expect(tasks.claim(0, [task("b")])).toBeNull();
});

test("runs without a task share those that are nobody's by their order, whoever asks first", () => {
  const found = ["a", "b", "c"].map(task);
  const tasks = new GroupTasks([null, "b", null]);
  expect(tasks.claim(2, found)).toEqual(task("c"));
  expect(tasks.claim(0, found)).toEqual(task("a"));
  expect(new GroupTasks([null, "b", null, null]).claim(3, found)).toBeNull();
});
