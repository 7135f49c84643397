import type { EnvironmentEvent } from "../environment/environment-events.ts";
import { isOfStack } from "../environment/urn.ts";
import { environmentLine } from "./environment-lines.ts";
import { emptyTree, foldTree, treeBlock } from "./environment-tree.ts";
import type { EnvironmentView } from "./environment-view.ts";
import type { Palette } from "./palette.ts";
import { spinningBlock } from "./spinning-block.ts";

/** Milliseconds between two drawings: ten a second at most. */
const drawMs = 100;

/** A tree that redraws itself in a terminal, and goes at the end: the summary says what became of it. */
export function environmentLiveView(stream: NodeJS.WriteStream, palette: Palette): EnvironmentView {
  let tree = emptyTree;
  const text = (spinner: string, nowMs: number): string => {
    const { columns, rows } = stream;
    return treeBlock(tree, { nowMs, spinner, columns, rows, palette }) || palette.warn(spinner);
  };
  const block = spinningBlock(stream, text, drawMs);
  return {
    show: (event) => {
      tree = foldTree(tree, event);
      const line = isLasting(event) ? environmentLine(event, palette) : null;
      if (line !== null) block.above(line);
    },
    note: block.above,
    close: block.vanish,
  };
}

/** Errors stay on the screen, since a row has no room for them; so do warnings that are about no resource. */
function isLasting(event: EnvironmentEvent): boolean {
  if (event.type === "environment.started") return true;
  if (event.type !== "environment.diagnostic" || event.severity === "info") return false;
  return event.severity === "error" || event.urn === null || isOfStack(event.urn);
}
