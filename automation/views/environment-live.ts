import cliSpinners from "cli-spinners";
import type { EnvironmentEvent } from "../environment/environment-events.ts";
import { isOfStack } from "../environment/urn.ts";
import { environmentLine } from "./environment-lines.ts";
import { redraw } from "./redraw.ts";
import { emptyTree, foldTree, treeBlock } from "./environment-tree.ts";
import type { EnvironmentView } from "./environment-view.ts";
import type { Palette } from "./palette.ts";

/** Milliseconds between two drawings: ten a second at most. */
const drawMs = 100;

/** A tree that redraws itself in a terminal, and goes at the end: the summary says what became of it. */
export function environmentLiveView(stream: NodeJS.WriteStream, palette: Palette): EnvironmentView {
  const block = redraw(stream);
  const { frames, interval } = cliSpinners.dots;
  let tree = emptyTree;
  const draw = (): void => {
    const nowMs = Date.now();
    const spinner = frames[Math.floor(nowMs / interval) % frames.length] ?? "";
    const { columns, rows } = stream;
    const text = treeBlock(tree, { nowMs, spinner, columns, rows, palette });
    block.draw(text || palette.warn(spinner));
  };
  const timer = setInterval(draw, drawMs);
  return {
    show: (event) => {
      tree = foldTree(tree, event);
      const line = isLasting(event) ? environmentLine(event, palette) : null;
      if (line !== null) block.above(line);
    },
    note: block.above,
    close: () => {
      clearInterval(timer);
      block.clear();
      block.done();
    },
  };
}

/** Errors stay on the screen, since a row has no room for them; so do warnings that are about no resource. */
function isLasting(event: EnvironmentEvent): boolean {
  if (event.type === "environment.started") return true;
  if (event.type !== "environment.diagnostic" || event.severity === "info") return false;
  return event.severity === "error" || event.urn === null || isOfStack(event.urn);
}
