import { describe, expect, test } from "vitest";
import { built, configOf, prebuilt, problemsOf } from "../helpers/config.ts";

const pinned = "an image with a tag or a digest";

describe("an image that is built is named", () => {
  test.each<[string, Record<string, string>, string, string]>([
    ["after the user and the stack", {}, "dev", "docker.io/kiwi/mayfly-crawler:dev"],
    ["as imageName says", { imageName: "moths" }, "dev", "docker.io/kiwi/moths:dev"],
    [
      "without the user where imageName is a whole path",
      { imageName: "org/moths" },
      "dev",
      "docker.io/org/moths:dev",
    ],
    [
      "with as many names as another registry takes",
      { imageName: "org/team/moths", registryServer: "ghcr.io" },
      "dev",
      "ghcr.io/org/team/moths:dev",
    ],
    [
      "after Docker Hub by its one name",
      { registryServer: "index.docker.io" },
      "dev",
      "docker.io/kiwi/mayfly-crawler:dev",
    ],
    [
      "after another registry",
      { registryServer: "127.0.0.1:5000" },
      "dev",
      "127.0.0.1:5000/kiwi/mayfly-crawler:dev",
    ],
    ["with a tag that is legal", {}, "-x", "docker.io/kiwi/mayfly-crawler:_x"],
    ["with the dots of the stack", {}, ".pr.17", "docker.io/kiwi/mayfly-crawler:_pr.17"],
  ])("%s", (_how, values, stack, imageName) => {
    expect(configOf(values, built, stack).crawlerImage).toMatchObject({ kind: "built", imageName });
  });
});

describe("an image that exists", () => {
  test.each([
    ["kiwi/crawler:1", "docker.io"],
    ["ghcr.io/kiwi/crawler:1", "ghcr.io"],
    ["registry-1.docker.io/kiwi/crawler:1", "docker.io"],
    [`kiwi/crawler@sha256:${"ab".repeat(32)}`, "docker.io"],
  ])("%s is pulled from %s", (crawlerImage, registryServer) => {
    expect(configOf({ crawlerImage }).crawlerImage).toEqual({
      kind: "prebuilt",
      image: crawlerImage,
      registryServer,
      registryUser: undefined,
    });
  });

  test("is pulled with user and token where it is private", () => {
    expect(configOf({ privateImage: "true", ...prebuilt }, built)).toMatchObject({
      privateImage: true,
      crawlerImage: { kind: "prebuilt", registryUser: "kiwi" },
    });
  });
});

describe("refused:", () => {
  const user =
    "Expected a value for dockerHubUser, to push the crawler image with, but got nothing; run `pulumi config set dockerHubUser NAME`, or set crawlerImage to an image that exists.";
  const noToken =
    "Expected a value for dockerHubToken, to push the crawler image with, but got nothing; run `pulumi config set --secret dockerHubToken`, or set crawlerImage to an image that exists.";

  test("nothing to push with", () => expect(problemsOf({}, {})).toEqual([user, noToken]));
  test("no user", () => expect(problemsOf({ dockerHubToken: "x" }, {})).toEqual([user]));
  test("no token", () => expect(problemsOf({ dockerHubUser: "x" }, {})).toEqual([noToken]));

  test("nothing to pull a private image with", () => {
    expect(problemsOf({ privateImage: "true" })).toEqual([
      "Expected a value for dockerHubUser, to pull a private image with, but got nothing; run `pulumi config set dockerHubUser NAME`, or unset privateImage.",
      "Expected a value for dockerHubToken, to pull a private image with, but got nothing; run `pulumi config set --secret dockerHubToken`, or unset privateImage.",
    ]);
  });

  test.each<[Record<string, string>, string]>([
    [
      { crawlerImage: "kiwi/crawler" },
      `Expected ${pinned} for crawlerImage, but got "kiwi/crawler".`,
    ],
    [{ crawlerImage: "no image" }, `Expected ${pinned} for crawlerImage, but got "no image".`],
    [{ nodeImage: "node" }, `Expected ${pinned} for nodeImage, but got "node".`],
    [
      { imageName: "Moths" },
      'Expected lower-case letters, digits, -, _, . and / for imageName, but got "Moths".',
    ],
    [
      { registryServer: "https://ghcr.io" },
      'Expected the host of a registry such as docker.io or ghcr.io for registryServer, but got "https://ghcr.io".',
    ],
    [
      { dockerHubUser: "ki wi" },
      'Expected a name without spaces for dockerHubUser, but got "ki wi".',
    ],
  ])("%j", (values, sentence) => expect(problemsOf(values)).toEqual([sentence]));

  test("a user whose name cannot be part of an image's", () => {
    expect(problemsOf({ dockerHubUser: "Kiwi" }, built)).toEqual([
      'Expected a lower-case name, as it is part of the image\'s, for dockerHubUser, but got "Kiwi".',
    ]);
  });

  const hub = "at most two names with a / between them, which is what Docker Hub has,";
  test.each<[Record<string, string>, string, string]>([
    [{ crawlerImage: "docker.io/a/b/c:1" }, "crawlerImage", "docker.io/a/b/c:1"],
    [{ nodeImage: "a/b/node:22" }, "nodeImage", "a/b/node:22"],
    [{ seleniumImage: "index.docker.io/a/b/c:4" }, "seleniumImage", "index.docker.io/a/b/c:4"],
  ])("a path that Docker Hub does not have: %j", (values, key, text) => {
    expect(problemsOf(values)).toEqual([`Expected ${hub} for ${key}, but got "${text}".`]);
  });

  test("such a path to push to", () => {
    expect(problemsOf({ imageName: "org/team/moths" }, built)).toEqual([
      `Expected ${hub} for imageName, but got "org/team/moths".`,
    ]);
  });

  test("a tag in imageName, once and not also as a fault of the user's name", () => {
    expect(problemsOf({ imageName: "foo:1" }, built)).toEqual([
      'Expected lower-case letters, digits, -, _, . and / for imageName, but got "foo:1".',
    ]);
  });

  test("a user with spaces, once", () => {
    expect(problemsOf({ dockerHubUser: "ki wi" }, built)).toEqual([
      'Expected a name without spaces for dockerHubUser, but got "ki wi".',
    ]);
  });

  const ecr = "123456789012.dkr.ecr.eu-north-1.amazonaws.com";
  test.each<[Record<string, string>, Record<string, string>]>([
    [{ crawlerImage: `${ecr}/crawler:1` }, {}],
    [{ crawlerImage: `${ecr}/crawler:1` }, built],
    [{ registryServer: ecr }, built],
  ])("a private image in ECR, which needs no credentials: %j", (values, base) => {
    expect(problemsOf({ ...values, privateImage: "true" }, base)).toEqual([
      'Expected false for privateImage with the crawler image in Amazon ECR, but got "true": the execution role may pull it, and ECS takes no user and token for it.',
    ]);
  });

  test("a registry without a dot or a port, for which Docker would take Docker Hub", () => {
    expect(problemsOf({ registryServer: "registry" }, built)).toEqual([
      'Expected the host of a registry such as docker.io or ghcr.io for registryServer, but got "registry".',
    ]);
  });
});
