import { describe, expect, test } from "vitest";
import { SettingError } from "../../crawler/src/config.ts";
import {
  cookies,
  givenCookie,
  givenHeader,
  givenUser,
  headers,
  user,
} from "../../crawler/src/request-rules.ts";

test("a header is a name, a colon and a value, trimmed", () => {
  expect(givenHeader("X-Key:  a: b ")).toEqual({ name: "X-Key", value: "a: b" });
  expect(headers("A: 1\n\n B:2\r\n", "--header")).toEqual(["A: 1", "B:2"]);
});

test("a cookie has the attributes of Set-Cookie", () => {
  const plain = { domain: null, path: "/", secure: false, httpOnly: false, sameSite: null };
  expect(givenCookie("sid=a=b c")).toEqual({ name: "sid", value: "a=b c", ...plain });
  expect(givenCookie("a=; Domain=.Example.COM; Path=/x; Secure; HttpOnly; SameSite=lax")).toEqual({
    ...{ name: "a", value: "", domain: "example.com", path: "/x" },
    ...{ secure: true, httpOnly: true, sameSite: "Lax" },
  });
});

test("a password may have colons in it, and be empty", () => {
  expect(givenUser("me:a:b")).toEqual({ user: "me", password: "a:b" });
  expect(givenUser("me:")).toEqual({ user: "me", password: "" });
});

describe("what cannot be used is refused without being repeated:", () => {
  test.each<[(text: string, option: string) => unknown, string, string]>([
    [
      headers,
      "hunter2",
      "Expected Name: value, in printable ASCII, for --o, but got something else.",
    ],
    [
      headers,
      "X-Kéy: hunter2",
      "Expected Name: value, in printable ASCII, for --o, but got something else.",
    ],
    [
      headers,
      "X: hünter2",
      "Expected Name: value, in printable ASCII, for --o, but got something else.",
    ],
    [headers, "X:", "Expected Name: value, in printable ASCII, for --o, but got something else."],
    [headers, "Cookie: a=hunter2", "Expected no cookie, which is --cookie, for --o, but got one."],
    [headers, "Host: hunter2", 'Expected no header of the connection for --o, but got "host".'],
    [headers, "X: hunter2\nx: hunter2", "Expected each header once for --o, but got x twice."],
    [
      cookies,
      "hunter2",
      "Expected name=value, with Domain=, Path=, SameSite=, Secure or HttpOnly after semicolons or without, for --o, but got something else.",
    ],
    [
      cookies,
      "a=hunter2; Expires=never",
      "Expected name=value, with Domain=, Path=, SameSite=, Secure or HttpOnly after semicolons or without, for --o, but got something else.",
    ],
    [
      cookies,
      "a=hunter2; Path=x",
      "Expected name=value, with Domain=, Path=, SameSite=, Secure or HttpOnly after semicolons or without, for --o, but got something else.",
    ],
    [user, "hunter2", "Expected user:password for --o, but got something else."],
    [user, ":hunter2", "Expected user:password for --o, but got something else."],
  ])("%o %j", (parse, text, sentence) => {
    expect(() => parse(text, "--o")).toThrow(new SettingError(sentence));
  });
});
