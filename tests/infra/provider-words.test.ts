import { describe, expect, test } from "vitest";
import { providerWords } from "../../infra/provider-words.ts";

describe("of what a provider says of a failure, what matters is kept:", () => {
  test.each([
    ["as it is", "no matching EC2 Subnet found", "no matching EC2 Subnet found"],
    [
      "without what Pulumi and the bridge put before it",
      "invocation of aws:ec2/getSubnet:getSubnet returned an error: invoking aws:ec2/getSubnet:getSubnet: 1 error occurred:\n\t* no matching EC2 Subnet found\n\n",
      "no matching EC2 Subnet found",
    ],
    [
      "the first line of advice",
      "rpc error: code = Unknown desc = No valid credential sources found.\nPlease see https://www.pulumi.com",
      "No valid credential sources found",
    ],
    ["of several errors the first", "2 errors occurred:\n\t* one\n\t* two\n", "one"],
    ["nothing", "", ""],
  ])("%s", (_what, message, words) => expect(providerWords(new Error(message))).toBe(words));
});

describe("what no provider said is thrown on:", () => {
  test.each([
    ["a fault of ours", new TypeError("x is not a function")],
    ["an engine that goes", Object.assign(new Error("terminating"), { code: 14 })],
    ["what is no error", "text"],
  ])("%s", (_what, error) => {
    let thrown: unknown;
    try {
      providerWords(error);
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBe(error);
  });
});
