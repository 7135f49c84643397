import { expect, test } from "vitest";
import { hideSecrets, withoutSecretArguments } from "../../automation/secret-settings.ts";

test("a command goes on in another process without its secrets", () => {
  expect(
    withoutSecretArguments([
      ...["run", "--header", "A: 1", "--max-pages", "2", "--cookie=a=1", "https://a.org/"],
      ...["--basic-auth", "me:1", "--headers", "--", "--header", "x"],
    ]),
  ).toEqual(["run", "--max-pages", "2", "https://a.org/", "--headers", "--", "--header", "x"]);
});

test("what people see of an environment has its names, and the values that are no secret", () => {
  expect(hideSecrets({ MAYFLY_COOKIE: "a=1", MAYFLY_URLS: "https://a.org/" })).toEqual({
    ...{ MAYFLY_COOKIE: "***", MAYFLY_URLS: "https://a.org/" },
  });
});
