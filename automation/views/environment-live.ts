import cliSpinners from "cli-spinners";
import { createLogUpdate } from "log-update";
import { environmentLine } from "./environment-lines.ts";
import { emptyTree, foldTree, treeBlock } from "./environment-tree.ts";
import type { EnvironmentView } from "./environment-view.ts";
import type { Palette } from "./palette.ts";

/** Milliseconds between two drawings: ten a second at most. */
const drawMs = 100;

/** A tree that redraws itself in a terminal, and goes at the end: the summary says what became of it. */
export function environmentLiveView(stream: NodeJS.WriteStream, palette: Palette): EnvironmentView {
  const update = createLogUpdate(stream);
  const { frames, interval } = cliSpinners.dots;
  let tree = emptyTree;
  const draw = (): void => {
    const nowMs = Date.now();
    const spinner = frames[Math.floor(nowMs / interval) % frames.length] ?? "";
    const { columns, rows } = stream;
    update(treeBlock(tree, { nowMs, spinner, columns, rows, palette }) || palette.warn(spinner));
  };
  const above = (line: string): void => {
    update.clear();
    stream.write(`${line}\n`);
  };
  const timer = setInterval(draw, drawMs);
  return {
    show: (event) => {
      tree = foldTree(tree, event);
      // What is about one resource stands in its row; the rest stays on the screen.
      const lasts =
        event.type === "environment.started" ||
        (event.type === "environment.diagnostic" &&
          event.severity !== "info" &&
          event.urn === null);
      const line = lasts ? environmentLine(event, palette) : null;
      if (line !== null) above(line);
    },
    note: above,
    close: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}
