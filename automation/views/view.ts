import type { RunEvent } from "../events.ts";

/** Something that shows a run to somebody. */
export interface View {
  readonly show: (event: RunEvent) => void;
  /** Called once, after the last event. */
  readonly close: () => void;
}

/** Where a view writes. */
export type Write = (text: string) => void;
