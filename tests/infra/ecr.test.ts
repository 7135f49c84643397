import { describe, expect, test } from "vitest";
import { ecrStatements } from "../../infra/ecr.ts";

const resources = (image: string, partition = "aws"): readonly string[] | undefined =>
  ecrStatements([image], partition)[0]?.Resource;

test("an image in ECR is a repository of its registry's region and account", () => {
  expect(resources("123456789012.dkr.ecr.eu-north-1.amazonaws.com/a/b:1")).toEqual([
    "arn:aws:ecr:eu-north-1:123456789012:repository/a/b",
  ]);
  expect(resources("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1", "aws-cn")).toEqual([
    "arn:aws-cn:ecr:cn-north-1:123456789012:repository/a",
  ]);
});

test("the same repository is named once", () => {
  const image = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/a";
  expect(ecrStatements([`${image}:1`, `${image}:2`], "aws")[0]?.Resource).toHaveLength(1);
});

describe("nothing is needed for an image", () => {
  test.each([
    ["of Docker Hub", "selenium/standalone-chrome:4"],
    ["of the public ECR", "public.ecr.aws/docker/library/node:22"],
    [
      "whose registry only looks like ECR",
      "123456789012.dkr.ecr.eu-north-1.amazonaws.com.evil.example/a:1",
    ],
    ["whose account is none", "123.dkr.ecr.eu-north-1.amazonaws.com/a:1"],
    ["that is none", "no image"],
  ])("%s", (_what, image) => expect(ecrStatements([image], "aws")).toEqual([]));
});
