import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { redraw } from "../../../automation/views/redraw.ts";

/** A terminal that knows what log-update writes: lines, cursor up and down, and two ways to erase. */
function terminal(columns: number, rows: number) {
  const stream = Object.assign(new PassThrough(), { columns, rows, isTTY: true });
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  const put = (character: string): void => {
    if (column === columns) [row, column] = [row + 1, 0];
    const line = (lines[row] ?? "").padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };
  stream.on("data", (chunk: Buffer) => {
    // eslint-disable-next-line no-control-regex -- that is what a terminal is told with
    for (const [text, count, letter] of String(chunk).matchAll(/\x1b\[\??(\d*)(\w)|[^\x1b]/gs)) {
      const times = Number(count ?? "") || 1;
      if (text === "\n") [row, column] = [row + 1, 0];
      else if (letter === undefined) put(text);
      else if (letter === "A") row = Math.max(0, row - times);
      else if (letter === "B") row = Math.min(lines.length - 1, row + times);
      else if (letter === "G") column = 0;
      else if (letter === "K")
        lines[row] = count === "2" ? "" : (lines[row] ?? "").slice(0, column);
      lines[row] ??= "";
    }
  });
  return { stream: stream as unknown as NodeJS.WriteStream, lines };
}

const shown = (lines: readonly string[]): readonly string[] => lines.filter((line) => line !== "");

test("rows that are put in above others neither overwrite nor double them", () => {
  const { stream, lines } = terminal(40, 20);
  stream.write("above\n");
  const block = redraw(stream);
  for (const text of [
    "g0\n a\ng1\n c",
    "g0\n a\n b\ng1\n c",
    "g0\n a\n b\ng1\n c\n d",
    "g0\ng1\n c",
  ]) {
    block.draw(text);
    expect(shown(lines)).toEqual(["above", ...text.split("\n")]);
  }
  block.above("stays");
  block.draw("g0\ng1");
  expect(shown(lines)).toEqual(["above", "stays", "g0", "g1"]);
  block.clear();
  block.done();
  expect(shown(lines)).toEqual(["above", "stays"]);
});

test("so it is where a line goes on in the next one", () => {
  const { stream, lines } = terminal(10, 20);
  const block = redraw(stream);
  block.draw("0123456789\nend");
  block.draw("0123456789ab\nend");
  expect(shown(lines)).toEqual(["0123456789", "ab", "end"]);
});
