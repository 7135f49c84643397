import { describe, expect, test } from "vitest";
import {
  fitsRegistry,
  isRegistryHost,
  isRepository,
  parseImageReference,
  registryName,
  seleniumVersionOf,
} from "../../../infra/config/image-reference.ts";

const digest = `sha256:${"0f".repeat(32)}`;

describe("an image's name has", () => {
  test.each([
    ["node", { registry: "docker.io", repository: "library/node" }],
    ["node:22", { registry: "docker.io", repository: "library/node", tag: "22" }],
    ["a/b:c", { registry: "docker.io", repository: "a/b", tag: "c" }],
    ["docker.io/node", { registry: "docker.io", repository: "library/node" }],
    ["docker.io/a/b", { registry: "docker.io", repository: "a/b" }],
    ["index.docker.io/a/b", { registry: "docker.io", repository: "a/b" }],
    [
      "registry-1.docker.io/node:22",
      { registry: "docker.io", repository: "library/node", tag: "22" },
    ],
    ["localhost/a:1", { registry: "localhost", repository: "a", tag: "1" }],
    ["127.0.0.1:5000/a", { registry: "127.0.0.1:5000", repository: "a" }],
    ["[::1]:5000/a", { registry: "[::1]:5000", repository: "a" }],
    ["ghcr.io/a/b/c:1.2-x", { registry: "ghcr.io", repository: "a/b/c", tag: "1.2-x" }],
    [`a/b@${digest}`, { registry: "docker.io", repository: "a/b", digest }],
    [`a/b:c@${digest}`, { registry: "docker.io", repository: "a/b", tag: "c", digest }],
    ["a__b/c-d.e", { registry: "docker.io", repository: "a__b/c-d.e" }],
  ])("%s its parts", (text, parts) => expect(parseImageReference(text)).toEqual(parts));
});

describe("no name of an image:", () => {
  test.each([
    "",
    "A/b",
    "a/B",
    "a b",
    "a//b",
    "/a",
    "a/",
    "a:",
    "a:-x",
    "a@sha256:0f",
    `a@${digest}0`,
    "a@md5:0f",
    "https://docker.io/a",
    "a_-b",
    "-a",
    "ghcr.io/",
    "-x.io/a",
    `a:${"x".repeat(129)}`,
    "a".repeat(256),
  ])("%j", (text) => expect(parseImageReference(text)).toBeUndefined());
});

test.each([
  ["docker.io", "docker.io"],
  ["index.docker.io", "docker.io"],
  ["Registry-1.docker.io", "docker.io"],
  ["ghcr.io", "ghcr.io"],
  ["docker.io.example", "docker.io.example"],
])("%s is the registry %s", (text, name) => expect(registryName(text)).toBe(name));

test("Docker Hub has users and their repositories, other registries whatever they like", () => {
  expect(fitsRegistry({ registry: "docker.io", repository: "a/b" })).toBe(true);
  expect(fitsRegistry({ registry: "docker.io", repository: "a/b/c" })).toBe(false);
  expect(fitsRegistry({ registry: "ghcr.io", repository: "a/b/c" })).toBe(true);
});

test.each(["docker.io", "ghcr.io", "127.0.0.1:5000", "localhost", "[::1]:5000", "A.example"])(
  "%s is a registry's host",
  (text) => expect(isRegistryHost(text)).toBe(true),
);

test.each(["", "https://ghcr.io", "ghcr.io/a", "a b", "-a", "a:b", "a:123456"])(
  "%j is no registry's host",
  (text) => expect(isRegistryHost(text)).toBe(false),
);

test("a repository is a path of lower-case components", () => {
  expect(isRepository("selenium/standalone-chrome")).toBe(true);
  expect(isRepository("Selenium/chrome")).toBe(false);
  expect(isRepository("a".repeat(256))).toBe(false);
});

test.each([
  ["selenium/standalone-chrome:3", 3],
  ["selenium/standalone-chrome:3.141.59", 3],
  ["selenium/standalone-chrome:3.141.59-20210929", 3],
  [`selenium/standalone-chrome:3.141@${digest}`, 3],
  ["selenium/standalone-chrome:4.41.0", 4],
  ["selenium/standalone-chrome:latest", 4],
  ["selenium/standalone-chrome:30", 4],
  [`selenium/standalone-chrome@${digest}`, 4],
  ["127.0.0.1:3000/chrome", 4],
])("%s has Selenium %i", (image, version) => expect(seleniumVersionOf(image)).toBe(version));
