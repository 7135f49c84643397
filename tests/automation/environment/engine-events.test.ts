import { describe, expect, test } from "vitest";
import { changedCount } from "../../../automation/environment/progress.ts";
import { folded, recorded } from "./recorded.ts";

describe("what the engine tells becomes a model", () => {
  test("every resource of an up is there with its parent, and the engine's count at the end", () => {
    const { progress } = folded(recorded("create"));
    expect(progress.changes).toEqual({ create: 5, same: 8 });
    const thing = [...progress.resources.values()].find(({ name }) => name === "g2-0");
    expect(thing).toMatchObject({
      type: "scratch:index:Thing",
      parent: "urn:pulumi:dev::scratch::mayfly:infra:Group::g2",
      component: false,
      op: "create",
      status: "done",
    });
    expect(thing?.durationMs).toBeGreaterThan(0);
  });

  test("a component is told apart from what is at the provider", () => {
    const { progress } = folded(recorded("create"));
    const components = [...progress.resources.values()].filter(({ component }) => component);
    expect(components.map(({ name }) => name).sort()).toEqual(["g0", "g1", "g2", "scratch-dev"]);
  });

  test("resources that stay as they are, default providers and the engine's debugging are no news", () => {
    const { news } = folded(recorded("create"));
    expect(news.length).toBeGreaterThan(0);
    expect(news.filter((item) => "op" in item && item.op === "same")).toEqual([]);
    expect(news.filter((item) => "name" in item && item.name === "default")).toEqual([]);
    expect(news.filter(({ type }) => type === "environment.diagnostic")).toEqual([]);
  });

  test("each step is told once as it begins and once as it ends", () => {
    const { news } = folded(recorded("destroy"));
    const steps = news.map((item) =>
      "op" in item ? `${item.op} ${item.name} ${item.status}` : "",
    );
    expect(new Set(steps).size).toBe(steps.length);
    expect(steps).toContain("delete g0-0 running");
    expect(steps).toContain("delete g0-0 done");
  });

  test("a replacement is its two real steps, without the engine's note between them", () => {
    const { news, progress } = folded(recorded("replace"));
    const steps = news.flatMap((item) =>
      "op" in item && item.name === "g0-0" ? [`${item.op} ${item.status}`] : [],
    );
    expect(steps).toEqual([
      "create-replacement running",
      "create-replacement done",
      "delete-replaced running",
      "delete-replaced done",
    ]);
    expect(progress.done).toEqual({ "create-replacement": 6, "delete-replaced": 6 });
  });

  test("a failed step has the provider's words", () => {
    const { progress } = folded(recorded("fail"));
    expect(progress.failed).toHaveLength(1);
    expect(progress.failed[0]).toMatchObject({
      type: "scratch:index:Thing",
      name: "g0-1",
      op: "create",
    });
    expect(progress.failed[0]?.message).toContain("No Container Instances were found");
  });

  test("words that come after the step failed belong to it as well", () => {
    const events = recorded("fail");
    const diagnostic = events.findIndex((event) => event.diagnosticEvent?.urn !== undefined);
    const [moved] = events.slice(diagnostic, diagnostic + 1);
    if (moved === undefined) throw new Error("the record has no such event");
    const { progress } = folded([...events.filter((event) => event !== moved), moved]);
    expect(progress.failed[0]?.message).toContain("No Container Instances were found");
  });

  test("only what is at the provider counts as made", () => {
    expect(changedCount(folded(recorded("fail")).progress)).toBe(3);
    expect(changedCount(folded(recorded("cancelled")).progress)).toBe(1);
    expect(changedCount(folded(recorded("throws-error")).progress)).toBe(0);
  });

  test("a warning of the program is told, the engine's echo of a failure is not", () => {
    const warnings = folded(recorded("delete-and-warn")).news.filter(
      ({ type }) => type === "environment.diagnostic",
    );
    expect(warnings).toEqual([
      {
        type: "environment.diagnostic",
        severity: "warning",
        message: "something to know",
        urn: null,
      },
    ]);
    const failed = folded(recorded("fail")).news.filter(
      ({ type }) => type === "environment.diagnostic",
    );
    expect(failed).toHaveLength(1);
  });

  test("a program's exception is told without its stack", () => {
    const [error] = folded(recorded("throws-error")).news;
    expect(error).toMatchObject({
      severity: "error",
      message: "Expected 256, 512 or 1024 for mayfly:cpu, but got 3.",
    });
  });

  test("nothing to remove is no change at all", () => {
    const { progress, news } = folded(recorded("destroy-nothing"));
    expect(progress.changes).toEqual({});
    expect(news).toEqual([]);
  });
});
