import { describe, expect, test } from "vitest";
import {
  completeSettings,
  type InitPlace,
  type InitSettings,
} from "../../../automation/init/complete-settings.ts";
import type { AskUser } from "../../../automation/init/interview.ts";

const place: InitPlace = { existing: {}, environment: {}, ask: null };
const nothing: InitSettings = { config: {}, secret: {} };

/** Answers by the beginning of the question, and what was asked. */
function answering(answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const ask: AskUser = (question, check) => {
    asked.push(question);
    const [, answer = ""] = Object.entries(answers).find(([key]) => question.startsWith(key)) ?? [];
    const wrong = check(answer);
    return wrong === null ? Promise.resolve(answer) : Promise.reject(new Error(wrong));
  };
  return { asked, ask };
}

describe("where nobody can be asked", () => {
  test("one sentence names everything that is missing", async () => {
    await expect(completeSettings(nothing, place)).rejects.toThrow(
      "Expected --config aws:region=VALUE and --config dockerHubUser=VALUE and --secret dockerHubToken (or --config crawlerImage=IMAGE for an image that exists), but got none; nothing was saved.",
    );
  });

  test("an image that exists needs no user and no token", async () => {
    const config = { "aws:region": "eu-north-1", crawlerImage: "you/crawler:1" };
    const given = { config, secret: {} };
    expect(await completeSettings(given, place)).toEqual(given);
  });

  test("the region of the environment is taken where none is given", async () => {
    const given = { config: { dockerHubUser: "you" }, secret: { dockerHubToken: "t" } };
    const environment = { AWS_REGION: "eu-west-1" };
    expect(await completeSettings(given, { ...place, environment })).toEqual({
      config: { dockerHubUser: "you", "aws:region": "eu-west-1" },
      secret: { dockerHubToken: "t" },
    });
  });

  test("what the stack has already need not be given again, nor does the environment change it", async () => {
    const existing = { "aws:region": "eu-north-1", "mayfly:crawlerImage": "you/crawler:1" };
    const environment = { AWS_REGION: "eu-west-1" };
    const given = { config: { cpu: "512" }, secret: {} };
    expect(await completeSettings(given, { ...place, existing, environment })).toEqual(given);
  });
});

describe("where somebody can be asked", () => {
  test("what is missing is asked for, then size and time to live; the token comes last", async () => {
    const { asked, ask } = answering({ "AWS region": "", "Docker Hub user": "you", CPU: "1024" });
    const environment = { AWS_REGION: "eu-west-1" };
    const settings = await completeSettings(nothing, { ...place, environment, ask });
    expect(asked).toEqual([
      "AWS region [eu-west-1]: ",
      "Docker Hub user to push to (empty: an image that exists): ",
      "CPU units of a task (1024 are one vCPU) [256]: ",
      "Memory of a task in MiB [4096]: ",
      "Time to live [24h]: ",
    ]);
    const config = { "aws:region": "eu-west-1", dockerHubUser: "you" };
    expect(settings).toEqual({
      config: { ...config, cpu: "1024", memory: "4096", ttl: "24h" },
      secret: { dockerHubToken: null },
    });
  });

  test.each([
    [{ cpu: "4096" }, "Memory of a task in MiB [8192]: ", { memory: "8192" }],
    [
      { "mayfly:memory": "16384" },
      "CPU units of a task (1024 are one vCPU) [2048]: ",
      { cpu: "2048" },
    ],
    [{ cpu: "512", memory: "2048" }, "Time to live [24h]: ", {}],
  ])("with %j, only what goes with it is asked for", async (config, question, more) => {
    const { asked, ask } = answering({ "AWS region": "eu-north-1", "Docker Hub user": "you" });
    const settings = await completeSettings({ config, secret: {} }, { ...place, ask });
    expect(asked[2]).toBe(question);
    expect(settings.config).toEqual({
      ...{ "aws:region": "eu-north-1", dockerHubUser: "you", ttl: "24h" },
      ...config,
      ...more,
    });
  });

  test("nobody to push as means an image that exists", async () => {
    const { ask } = answering({ "AWS region": "eu-north-1", "Image of the crawler": "you/it:1" });
    const settings = await completeSettings(nothing, { ...place, ask });
    expect(settings).toMatchObject({ config: { crawlerImage: "you/it:1" }, secret: {} });
    expect(settings.config).not.toHaveProperty("dockerHubUser");
  });

  test("what the stack has is the default, and is saved only where it changes", async () => {
    const existing = {
      ...{ "aws:region": "eu-north-1", "mayfly:dockerHubUser": "you" },
      ...{ "mayfly:dockerHubToken": "secret", "mayfly:cpu": "1024", "mayfly:memory": "4096" },
      "mayfly:ttl": "2h",
    };
    const { asked, ask } = answering({ CPU: "256" });
    const settings = await completeSettings(nothing, { ...place, existing, ask });
    expect(asked.join("")).not.toContain("secret");
    expect(asked.at(-1)).toBe("Time to live [2h]: ");
    // 4096 MiB does not go with 256 CPU units.
    expect(settings).toEqual({ config: { cpu: "256", memory: "1024" }, secret: {} });
  });

  test("who gives what is needed, or changes one setting, is asked nothing", async () => {
    const { asked, ask } = answering({});
    const existing = { "aws:region": "eu-north-1", "mayfly:crawlerImage": "you/it:1" };
    const given = { config: { "mayfly:cpu": "512" }, secret: {} };
    expect(await completeSettings(given, { ...place, existing, ask })).toEqual(given);
    expect(asked).toEqual([]);
  });

  test.each([
    ["AWS region", "nowhere", "Expected a region such as eu-north-1"],
    ["Docker Hub user", "Not One", "Expected the name of a Docker Hub user"],
    ["Image of the crawler", "me", "Expected an image with a tag or a digest such as"],
    ["Image of the crawler", "a/b/c:1", "Expected at most two names with a / between them"],
    ["CPU", "300", "Expected one of 256, 512"],
    ["Memory", "300", "Expected one of 512, 1024, 2048"],
    ["Time to live", "soon", "Expected 10m to 365d"],
  ])("a wrong answer to %s is refused", async (question, answer, sentence) => {
    const user = question.startsWith("Image") ? "" : "you";
    const good = { "AWS region": "eu-north-1", "Docker Hub user": user };
    const { ask } = answering({ ...good, [question]: answer });
    await expect(completeSettings(nothing, { ...place, ask })).rejects.toThrow(sentence);
  });
});
