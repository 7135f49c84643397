import { describe, expect, test } from "vitest";
import { built, configOf, prebuilt, problemsOf } from "../helpers/config.ts";

const pinned = "an image with a tag or a digest";

describe("an image that is built is named", () => {
  test.each<[string, Record<string, string>, string, string]>([
    ["after the user and the stack", {}, "dev", "docker.io/kiwi/mayfly-crawler:dev"],
    ["as imageName says", { imageName: "moths" }, "dev", "docker.io/kiwi/moths:dev"],
    [
      "without the user where imageName is a whole path",
      { imageName: "org/team/moths" },
      "dev",
      "docker.io/org/team/moths:dev",
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

  test("a registry without a dot or a port, for which Docker would take Docker Hub", () => {
    expect(problemsOf({ registryServer: "registry" }, built)).toEqual([
      'Expected the host of a registry such as docker.io or ghcr.io for registryServer, but got "registry".',
    ]);
  });
});
