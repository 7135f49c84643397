import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunEvent } from "../../automation/events.ts";
import { taskStates } from "../../automation/lifecycle/task-snapshot.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace, type Ended } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

// One whole crawl of the demo site by the built command; each test looks at another side of it.
let site: DemoSite;
let workplace: Workplace;
let ended: Ended;
let events: readonly RunEvent[];

beforeAll(async () => {
  site = await startDemoSite();
  workplace = new Workplace();
  const running = workplace.start(["run", site.url, "--json"]);
  ended = await running.ended;
  ({ events } = running);
}, 120_000);

afterAll(async () => {
  await workplace[Symbol.asyncDispose]();
  await site.close();
});

test("a crawl that completes exits with 0 and leaves no process behind", () => {
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(workplace.leftovers()).toEqual([]);
});

test("stdout holds JSON lines alone, and each is valid by the published schema", () => {
  expect(events.flatMap((event) => violations("run-event", event))).toEqual([]);
  expect(ended.stderr).toBe("");
});

test("run.started comes first and run.finished last, each once", () => {
  const types = events.map(({ type }) => type);
  expect(types[0]).toBe("run.started");
  expect(types.at(-1)).toBe("run.finished");
  expect(types.filter((type) => type.startsWith("run."))).toHaveLength(2);
});

test("all eight states are observed, in order", () => {
  const seen = events.flatMap((event) =>
    event.type === "task.transition" ? [`${event.to} ${event.source}`] : [],
  );
  expect(seen).toEqual(taskStates.map((state) => `${state} observed`));
});

test("the crawler starts after Selenium is HEALTHY, and Selenium stops after the crawler", () => {
  const seen = events.flatMap((event) =>
    event.type === "container.transition" && event.lastStatus !== "PENDING"
      ? [`${event.container} ${event.lastStatus} ${event.healthStatus ?? "-"}`]
      : [],
  );
  expect(seen).toEqual([
    "selenium RUNNING UNKNOWN",
    "selenium RUNNING HEALTHY",
    "crawler RUNNING -",
    "crawler STOPPED -",
    "selenium STOPPED HEALTHY",
  ]);
});

test("the record is valid by its schema and tells the same outcome as the last event", () => {
  const record = workplace.record();
  expect(violations("run-record", record)).toEqual([]);
  const last = events.at(-1);
  expect(last).toMatchObject({ outcome: "completed", exitCode: 0 });
  expect(record).toMatchObject({
    status: "finished",
    exitCode: 0,
    outcome: { kind: "completed" },
    diagnosis: null,
  });
  expect(record.states.map(({ source }) => source)).toEqual(taskStates.map(() => "observed"));
});

test("pages.jsonl has the page of every page event, valid by its schema, and no URL twice", () => {
  const pages = jsonLines(workplace.folder().pages) as { url: string }[];
  expect(pages.flatMap((page) => violations("page-record", page))).toEqual([]);
  const told = events.flatMap((event) => (event.type === "page" ? [event.url] : []));
  expect(pages.map(({ url }) => url)).toEqual(told);
  expect(new Set(told).size).toBe(told.length);
  expect(workplace.record().pages.retrieved).toBe(
    events.filter((event) => event.type === "page" && event.error === undefined).length,
  );
});

test("events.jsonl holds what --json printed", () => {
  expect(jsonLines(workplace.folder().events)).toEqual(events);
});

test("both logs are kept, in the words of the containers", () => {
  const folder = workplace.folder();
  expect(readFileSync(folder.log("selenium"), "utf8")).toContain("ChromeDriver was started");
  const crawler = readFileSync(folder.log("crawler"), "utf8");
  expect(crawler).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[INFO\] ✅ Can communicate with /m,
  );
  expect(crawler).toContain(`Retrieved URL: ${site.url}`);
});
