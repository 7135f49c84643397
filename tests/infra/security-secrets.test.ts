import { beforeAll, describe, expect, test } from "vitest";
import { configurations } from "./helpers/configurations.ts";
import { only, runProgram, token, type Recording } from "./helpers/program.ts";
import { isTaggable } from "./helpers/taggable.ts";

describe.each(configurations)("of the whole program, %s,", (_what, options) => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await runProgram(options);
  });

  test("the token is handed on where it must be, as a secret, and is nowhere else", () => {
    const holders = recording.resources.filter(({ inputs }) =>
      JSON.stringify(inputs).includes(token),
    );
    const places = holders.map(({ type, secretPaths }) => `${type} ${secretPaths.join()}`);
    const { crawlerImage, privateImage } = options.config ?? {};
    expect(places.sort()).toEqual([
      ...(privateImage === "true"
        ? ["aws:secretsmanager/secretVersion:SecretVersion secretString"]
        : []),
      ...(crawlerImage === undefined ? ["docker:index/image:Image registry.password"] : []),
    ]);
    for (const { inputs, secretPaths } of holders) {
      const text = JSON.stringify(inputs);
      expect(text.split(token)).toHaveLength(2);
      expect(valueAt(inputs, secretPaths[0] ?? "")).toContain(token);
    }
    expect(JSON.stringify(recording.outputs)).not.toContain(token);
  });

  test("the containers' environment has no secret, by value or by name", () => {
    const { inputs } = only(recording, "aws:ecs/taskDefinition:TaskDefinition");
    const text = String(inputs["containerDefinitions"]);
    expect(text).not.toContain(token);
    expect(text).not.toMatch(/"name":"[^"]*(TOKEN|PASSWORD|SECRET|CREDENTIAL)[^"]*"/i);
  });

  test("everything that takes tags says whose it is and when it expires", () => {
    const taggable = recording.resources.filter(({ type }) => isTaggable(type));
    expect(taggable.length).toBeGreaterThan(7);
    for (const { type, inputs } of taggable) {
      expect(inputs["tags"], type).toMatchObject({
        "mayfly:project": "mayfly",
        "mayfly:stack": "dev",
        "mayfly:created-at": expect.stringMatching(/^\d{4}-.*Z$/) as string,
        "mayfly:expires-at": expect.stringMatching(
          options.config?.["ttl"] === "never" ? /^never$/ : /^\d{4}-.*Z$/,
        ) as string,
      });
    }
  });
});

/** The value at a path such as `registry.password`. */
const valueAt = (inputs: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], inputs);
