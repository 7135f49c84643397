import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { EnvironmentEvent } from "../../../automation/environment/environment-events.ts";
import { packageRoot } from "../../../automation/package-root.ts";
import { environmentLine } from "../../../automation/views/environment-lines.ts";
import { environmentSummary, outputsTable } from "../../../automation/views/environment-summary.ts";
import { emptyTree, foldTree, treeBlock } from "../../../automation/views/environment-tree.ts";
import { plainPalette } from "../../../automation/views/palette.ts";
import { folded, recorded } from "./recorded.ts";

/** Recorded events as Mayfly tells them, 10 ms apart. */
function events(
  name: string,
  operation: EnvironmentEvent["operation"] = "up",
): readonly EnvironmentEvent[] {
  return folded(recorded(name)).news.map((news, index) => {
    const at = new Date(index * 10).toISOString();
    return { ...news, at, stack: "dev", operation };
  });
}

const lines = (of: readonly EnvironmentEvent[]): readonly string[] =>
  of.flatMap((event) => environmentLine(event, plainPalette)?.replace(/^\S+ /, "") ?? []);

const tree = (of: readonly EnvironmentEvent[], rows = 40): readonly string[] => {
  const state = of.reduce(foldTree, emptyTree);
  const drawing = { nowMs: 5000, spinner: "*", columns: 100, rows, palette: plainPalette };
  return treeBlock(state, drawing).split("\n");
};

describe("plain lines", () => {
  test("tell a step with Pulumi's sign, type and name as it begins and as it ends", () => {
    const all = lines(events("fail"));
    expect(all).toContain("+ scratch:index:Thing g0-0 creating");
    expect(all.some((line) => /^\+ scratch:index:Thing g0-0 created \d\.\d s$/.test(line))).toBe(
      true,
    );
    expect(all).toContain("+ scratch:index:Thing g0-1 creating failed");
    expect(all.find((line) => line.startsWith("⚠"))).toContain("No Container Instances");
  });

  test("of a preview tell each step once, and as something to do", () => {
    const all = lines(events("preview", "preview"));
    expect(all.filter((line) => line.includes("g0-0"))).toEqual([
      "~ scratch:index:Thing g0-0 update",
    ]);
  });
});

describe("the live tree", () => {
  test("has components above what is in them, without the stack itself", () => {
    const all = tree(events("create"));
    expect(all.some((line) => line.includes("Stack"))).toBe(false);
    const group = all.findIndex((line) => line.includes("mayfly:infra:Group g2"));
    expect(all[group + 1]).toMatch(/^✔ {1}\+ {4}scratch:Thing g2-0 +created/);
  });

  test("shows a component that stays as it is above what changes in it", () => {
    const all = tree(events("replace"));
    const group = all.findIndex((line) => line.includes("mayfly:infra:Group g0"));
    expect(all[group + 1]).toContain("scratch:Thing g0-0");
  });

  test("marks what runs, what is done and what failed, with the provider's words", () => {
    const all = events("fail");
    const failed = tree(all).find((line) => line.startsWith("✖"));
    expect(failed).toContain("scratch:Thing g0-1");
    expect(failed).toContain("InvalidParameterException");
    const until = all.findIndex((event) => "name" in event && event.name === "g0-1");
    expect(tree(all.slice(0, until + 1)).find((line) => line.includes("g0-1"))).toMatch(
      /^\*.*creating/,
    );
  });

  test("fits into a low terminal: what runs stays, what is done gives way", () => {
    const all = events("fail");
    const until = all.findIndex((event) => "name" in event && event.name === "g0-1");
    const low = tree(all.slice(0, until + 1), 6);
    expect(low.length).toBeLessThanOrEqual(6);
    expect(low[0]).toMatch(/^… \d+ more$/);
    expect(low.join("\n")).toContain("g0-1");
  });
});

describe("the summary", () => {
  const summary = (operation: EnvironmentEvent["operation"], changes: Record<string, number>) =>
    environmentSummary(operation, "dev", { changes, durationMs: 41_200 }, plainPalette);

  test("counts in words", () => {
    expect(summary("up", { create: 12, same: 1 })).toBe(
      "✔ Up: stack dev, 12 created, 1 unchanged in 41.2 s\n",
    );
    expect(summary("preview", { update: 2, same: 1 })).toContain("2 to update, 1 unchanged");
    expect(summary("down", {})).toContain("there was nothing to remove");
  });

  test("has a row for each output", () => {
    expect(
      outputsTable({ region: "eu-central-1", cpu: 256, token: "[secret]" }, plainPalette),
    ).toBe("  region  eu-central-1\n  cpu     256\n  token   [secret]\n");
  });
});

test("every event is valid against the published schema", () => {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
  });
  // Its types declare a default export inside a CommonJS module.
  (addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
  const path = join(packageRoot, "schemas", "environment-event.schema.json");
  const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as object);
  const base = { at: new Date(0).toISOString(), stack: "dev", operation: "up" } as const;
  const all: readonly EnvironmentEvent[] = [
    { ...base, type: "environment.started", workDir: "/x" },
    ...["create", "fail", "replace", "destroy", "throws-error", "delete-and-warn"].flatMap((name) =>
      events(name),
    ),
    {
      ...{ ...base, type: "environment.finished", outcome: "succeeded", changes: { create: 1 } },
      ...{ durationMs: 10, outputs: { region: "x" }, error: null },
    },
  ];
  for (const event of all) expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...base, type: "environment.started", workDir: "/x", more: 1 })).toBe(false);
});
