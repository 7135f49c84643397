import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../automation/environment/config-keys.ts";

test.each([
  { cpu: "512", network: "dedicated", privateImage: "true" },
  { "aws:region": "eu-north-1", "mayfly:cpu": "512" },
  { "crawlerEnvironment.MAYFLY_MAX_PAGES": "5", "subnetIds[0]": "subnet-1", 'tags["a b"]': "x" },
])("configuration that can be used passes: %j", (config) => {
  checkConfig(config, { dockerHubToken: "t" });
});

describe("what cannot be used is refused before it is saved", () => {
  test.each<[Record<string, string>, Record<string, string>, string]>([
    [{ memroy: "512" }, {}, 'for --config, but got "memroy"; did you mean memory?'],
    [{ "mayfly:cpuu": "512" }, {}, 'but got "cpuu"; did you mean cpu?'],
    [
      { "aws:region": "nowhere" },
      {},
      'such as eu-north-1 for --config aws:region, but got "nowhere"',
    ],
    [{ "aws:region": "" }, {}, 'such as eu-north-1 for --config aws:region, but got ""'],
    [{ cpu: "much" }, {}, 'Expected cpu=NUMBER for --config, but got "cpu=much".'],
    [{ privateImage: "yes" }, {}, "privateImage=true or privateImage=false"],
    [{ tags: "{}" }, {}, "Expected tags.NAME=VALUE"],
    [{ subnetIds: "subnet-1" }, {}, "Expected subnetIds[0]=VALUE"],
    [{ "family.name": "x" }, {}, "Expected family=VALUE"],
    [{ dockerHubToken: "t" }, {}, "Expected dockerHubToken with --secret"],
    [{}, { cpu: "512" }, "Expected cpu with --config"],
  ])("%j %j", (config, secrets, sentence) => {
    expect(() => {
      checkConfig(config, secrets);
    }).toThrow(expect.objectContaining({ code: "usage", exitCode: 2 }) as Error);
    expect(() => {
      checkConfig(config, secrets);
    }).toThrow(sentence);
  });

  test("a secret is not repeated", () => {
    expect(() => {
      checkConfig({}, { "dockerHubToken.x": "s3cret" });
    }).toThrow(/^(?!.*s3cret)/);
  });
});
