import { expect, test } from "vitest";
import { checkGivenVariables } from "../../../automation/run/given-variables.ts";

test.each([
  ["MAYFLY_MAX_PAGES", "many", /^Expected .* for --env MAYFLY_MAX_PAGES, but got "many"/],
  ["MAYFLY_SCOPE", "planet", /^Expected .* for --env MAYFLY_SCOPE, but got "planet"/],
  ["MAYFLY_MAXPAGES", "3", /for --env, but got MAYFLY_MAXPAGES; was MAYFLY_MAX_PAGES meant\?$/],
])("--env %s=%s is refused in a sentence that names it", (name, value, sentence) => {
  const environment = { [name]: value };
  expect(() => checkGivenVariables({ launch: { environment } })).toThrow(sentence);
  expect(() => checkGivenVariables({ docker: { environment } })).toThrow(sentence);
});

test("a password that cannot be one is refused without its text", () => {
  const environment = { MAYFLY_BASIC_AUTH: "hunter2" };
  expect(() => checkGivenVariables({ launch: { environment } })).toThrow(
    /^(?!.*hunter2).*--env MAYFLY_BASIC_AUTH/,
  );
});

test("settings that can be used, and names of others, pass", () => {
  const environment = { MAYFLY_MAX_PAGES: "3", MAYFLY_SCOPE: "", TZ: "UTC", MAYFLY_OF_MINE: "x" };
  expect(() => checkGivenVariables({ launch: { environment } })).not.toThrow();
  expect(() => checkGivenVariables({})).not.toThrow();
});
