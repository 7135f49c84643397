import { describe, expect, test } from "vitest";
import { extractRule, extracts } from "../../crawler/src/extract-rules.ts";
import { SettingError } from "../../crawler/src/config.ts";

describe("a rule is a name, a selector and perhaps an attribute:", () => {
  test.each<[string, string, string, string | null]>([
    ["price=.price", "price", ".price", null],
    ["price = .item > .price", "price", ".item > .price", null],
    ["image=img.main@src", "image", "img.main", "src"],
    ["image=img.main @data-src", "image", "img.main", "data-src"],
    ["mail=a[href^=mailto]@href", "mail", "a[href^=mailto]", "href"],
    ['mail=a[href="mailto:x@y.z"]', "mail", 'a[href="mailto:x@y.z"]', null],
    ['mail=a[href="mailto:x@y.z"]@title', "mail", 'a[href="mailto:x@y.z"]', "title"],
    ["links=use@xlink:href", "links", "use", "xlink:href"],
    ["a-1_b=x=y", "a-1_b", "x=y", null],
  ])("%s", (text, name, selector, attribute) => {
    expect(extractRule(text)).toEqual({ name, selector, attribute });
  });
});

describe("what is no rule is refused with one sentence:", () => {
  test.each([
    ["price"],
    ["=.price"],
    ["price="],
    ["price=@href"],
    ["1st=.price"],
    ["the price=.price"],
    ["__proto__=.price"],
    [`${"x".repeat(65)}=.price`],
  ])("%s", (text) => {
    expect(() => extracts(`good=.x\n${text}`, "--extract")).toThrow(
      new SettingError(
        `Expected name=selector or name=selector@attribute, the name a letter and up to 63 letters, digits, dashes or underscores, for --extract, but got "${text}".`,
      ),
    );
  });

  test("a name that comes twice", () => {
    expect(() => extracts("a=.x\nb=.y\na=.z", "--extract")).toThrow(
      new SettingError('Expected each name once for --extract, but got "a" twice.'),
    );
  });
});

test("there is one rule per line, with white space in it", () => {
  expect(extracts(" a=.x .y\r\n\n b=.z@href ", "MAYFLY_EXTRACT")).toEqual(["a=.x .y", "b=.z@href"]);
});
