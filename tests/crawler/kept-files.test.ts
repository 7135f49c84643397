import { expect, test } from "vitest";
import { KeptFiles } from "../../crawler/src/kept-files.ts";
import { RecordingOutput } from "./helpers/fakes.ts";

const screenshot = Buffer.from("png");

test("the same URL has the same names, and another has others", async () => {
  const written: string[] = [];
  const write = (name: string): Promise<void> => Promise.resolve(void written.push(name));
  const files = new KeptFiles({ location: "here", write }, new RecordingOutput());
  const first = await files.keep("https://a.org/", { screenshot, pdf: screenshot });
  expect(await files.keep("https://a.org/", { screenshot })).toEqual({
    names: { screenshot: first.names.screenshot },
    bytes: screenshot.length,
  });
  expect(first.bytes).toBe(2 * screenshot.length);
  await files.keep("https://a.org/b", { screenshot });
  expect(written.length).toBe(4);
  expect(new Set(written).size).toBe(3);
});

test("what could not be made, and what a full disk or a bucket refuses, is missing and told once", async () => {
  const output = new RecordingOutput();
  const write = (name: string): Promise<void> =>
    name.endsWith(".pdf")
      ? Promise.resolve()
      : Promise.reject(new Error("ENOSPC: no space left on device, write"));
  const files = new KeptFiles({ location: "s3://bucket/run", write }, output);
  expect(await files.keep("https://a.org/", { screenshot: null, pdf: null })).toEqual({
    names: { missingFiles: ["screenshot", "pdf"] },
    bytes: 0,
  });
  for (const url of ["https://a.org/1", "https://a.org/2"]) {
    expect(await files.keep(url, { screenshot, pdf: screenshot })).toEqual({
      names: {
        pdf: expect.stringMatching(/^files\/[0-9a-f]{32}\.pdf$/) as string,
        missingFiles: ["screenshot"],
      },
      bytes: screenshot.length,
    });
  }
  expect(output.lines).toEqual([
    "[WARNING] ⛔ A file cannot be kept in s3://bucket/run, and others perhaps not either: ENOSPC: no space left on device, write.",
  ]);
});
