import { expect, test } from "vitest";
import { completeSettings } from "../../../automation/commands/init-settings.ts";

test("where nobody can be asked, one sentence names everything that is missing", async () => {
  await expect(completeSettings({ config: {}, secret: {} }, {}, null)).rejects.toThrow(
    "Expected --config aws:region=VALUE and --config dockerHubUser=VALUE and --secret dockerHubToken (or --config crawlerImage=IMAGE for an image that exists), but got none; nothing was saved.",
  );
});

test("an image that exists needs no user and no token", async () => {
  const given = {
    config: { "aws:region": "eu-north-1", crawlerImage: "you/crawler:1" },
    secret: {},
  };
  expect(await completeSettings(given, {}, null)).toEqual(given);
});

test("the region of the environment is taken where none is given", async () => {
  const given = { config: { dockerHubUser: "you" }, secret: { dockerHubToken: "t" } };
  expect(await completeSettings(given, { AWS_REGION: "eu-west-1" }, null)).toEqual({
    config: { dockerHubUser: "you", "aws:region": "eu-west-1" },
    secret: { dockerHubToken: "t" },
  });
});

test("only what is missing is asked for, an empty answer is the default, and the token comes last", async () => {
  const asked: string[] = [];
  const ask = (question: string): Promise<string> => {
    asked.push(question);
    return Promise.resolve(question.startsWith("Docker") ? "you" : "");
  };
  const settings = await completeSettings(
    { config: { cpu: "512" }, secret: {} },
    { AWS_REGION: "eu-west-1" },
    ask,
  );
  expect(asked).toEqual(["AWS region [eu-west-1]: ", "Docker Hub user to push to: "]);
  expect(settings).toEqual({
    config: { "aws:region": "eu-west-1", dockerHubUser: "you", cpu: "512" },
    secret: { dockerHubToken: null },
  });
});
