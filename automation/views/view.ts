import type { RunEvent } from "../events.ts";

/** Something that shows a run to somebody. */
export interface View {
  readonly show: (event: RunEvent) => void;
  /** Shows a line of Mayfly's own to people; programs that read JSON do not get it. */
  readonly say: (line: string) => void;
  /** Called once, after the last event. */
  readonly close: () => void;
}

/** Where a view writes. */
export type Write = (text: string) => void;
