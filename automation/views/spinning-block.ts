import cliSpinners from "cli-spinners";
import { redraw } from "./redraw.ts";

const { frames, interval } = cliSpinners.dots;

/** A block at the end of a terminal's output that is drawn again and again by itself. */
export interface SpinningBlock {
  /** Writes a line that stays, above the block. */
  readonly above: (line: string) => void;
  /** Draws it for the last time, and leaves it there. */
  readonly end: () => void;
  /** Takes it away. */
  readonly vanish: () => void;
}

/** Draws what `text` says with the spinner's present character, every `drawMs` milliseconds until its end. */
export function spinningBlock(
  stream: NodeJS.WriteStream,
  text: (spinner: string, nowMs: number) => string,
  drawMs: number = interval,
): SpinningBlock {
  const block = redraw(stream);
  const draw = (): void => {
    const nowMs = Date.now();
    block.draw(text(frames[Math.floor(nowMs / interval) % frames.length] ?? "", nowMs));
  };
  const timer = setInterval(draw, drawMs);
  return {
    above: block.above,
    end: () => {
      clearInterval(timer);
      draw();
      block.done();
    },
    vanish: () => {
      clearInterval(timer);
      block.clear();
      block.done();
    },
  };
}
