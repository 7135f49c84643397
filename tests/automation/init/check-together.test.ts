import { expect, test } from "vitest";
import { checkTogether } from "../../../automation/init/check-together.ts";

const held = {
  config: {
    "aws:region": "eu-north-1",
    "mayfly:crawlerImage": "you/it:1",
    "mayfly:cpu": "1024",
    "mayfly:memory": "4096",
    "mayfly:tags": '{"team":"a"}',
  },
  secretKeys: [],
};
const check =
  (config: Readonly<Record<string, string>>, secrets = {}) =>
  () =>
    checkTogether("org/mayfly/dev", held, { config, secrets });

test.each([
  [{}],
  [{ cpu: "2048" }],
  [{ "mayfly:ttl": "7d", 'tags["a b"]': "c" }],
  [{ vpcId: "vpc-0123456789abcdef0", "subnetIds[0]": "subnet-0123456789abcdef0" }],
  [{ "aws:profile": "anything" }],
])("%j goes with what the stack has", (config) => {
  expect(check(config)).not.toThrow();
});

test.each([
  [
    { cpu: "256" },
    "Expected 512, 1024 or 2048 MiB for memory, which is what Fargate has with cpu 256, but got 4096.",
  ],
  [{ ttl: "soon" }, 'for ttl, but got "soon"'],
  [{ "subnetIds[0]": "subnet-0123456789abcdef0" }, "for vpcId, but got nothing"],
  [{ 'tags["aws:x"]': "c" }, "for tags"],
  [{ privateImage: "true" }, "Expected a value for dockerHubUser"],
])("%j does not, and nothing is saved", (config, sentence) => {
  expect(check(config)).toThrow(sentence);
  expect(check(config)).toThrow(/Nothing was saved\.$/);
});

test("a secret that is given counts as one, and is in no message", () => {
  const secrets = { dockerHubToken: "s3cret" };
  expect(check({ privateImage: "true", dockerHubUser: "you" }, secrets)).not.toThrow();
  expect(check({ cpu: "1" }, secrets)).toThrow(/^(?!.*s3cret)/s);
});
