import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";

/** A block of lines at the end of a terminal's output that is drawn again and again. */
export interface Redraw {
  readonly draw: (text: string) => void;
  /** Writes a line that stays, above the block. */
  readonly above: (line: string) => void;
  /** Takes the block away. */
  readonly clear: () => void;
  /** Leaves what is drawn as it is, and gives the cursor back. */
  readonly done: () => void;
}

/**
 * Draws with log-update, which keeps lines at the end that stay the same (7.2.0) where they were, also when lines were put
 * in before them: they are overwritten then. So a block of another height is drawn from its first line.
 */
export function redraw(stream: NodeJS.WriteStream): Redraw {
  const update = createLogUpdate(stream);
  let height = 0;
  return {
    draw: (text) => {
      const next = heightOf(text, stream.columns);
      if (next !== height) update.clear();
      height = next;
      update(text);
    },
    above: (line) => {
      update.clear();
      stream.write(`${line}\n`);
    },
    clear: () => {
      update.clear();
    },
    done: () => {
      update.done();
    },
  };
}

/** Lines that a text takes in a terminal, which goes on in the next one where a line is too long. */
function heightOf(text: string, columns: number): number {
  return text.split("\n").reduce((height, line) => {
    const length = stripVTControlCharacters(line).length;
    return height + Math.max(1, Math.ceil(length / Math.max(1, columns)));
  }, 0);
}
