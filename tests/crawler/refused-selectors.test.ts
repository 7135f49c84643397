import { expect, test } from "vitest";
import type { Visit } from "../../crawler/src/classify.ts";
import { RefusedSelectors } from "../../crawler/src/refused-selectors.ts";
import { readingOf, RecordingOutput } from "./helpers/fakes.ts";

test("a selector that the browser refuses is told once, whatever the number of pages", () => {
  const output = new RecordingOutput();
  const rules = [
    { name: "good", selector: ".x", attribute: null },
    { name: "bad", selector: ".x[", attribute: null },
  ];
  const refused = new RefusedSelectors(rules, ">>>", output);
  const content = {
    extracted: [["good", []] as const, ["bad", null] as const],
    metadata: null,
    text: null,
    html: null,
    cut: [],
  };
  const reading = readingOf("https://a.org/", { content });
  const page: Visit = { kind: "document", reading, partial: false };
  const waited = readingOf("https://a.org/", { refusesWaitFor: true, unsettled: ["waitFor"] });
  refused.look({ kind: "noDocument" });
  refused.look({ kind: "document", reading: readingOf("https://a.org/x"), partial: false });
  expect(output.lines).toEqual([]);
  refused.look(page);
  refused.look(page);
  refused.look({ kind: "document", reading: waited, partial: false });
  refused.look({ kind: "document", reading: waited, partial: false });
  expect(output.lines).toEqual([
    '[WARNING] ⛔ The browser does not take ".x[" as a CSS selector: bad stays empty.',
    '[WARNING] ⛔ The browser does not take ">>>" as a CSS selector: pages are not waited for.',
  ]);
});
