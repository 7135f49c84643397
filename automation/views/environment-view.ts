import type { EnvironmentEvent } from "../environment/environment-events.ts";
import type { Write } from "./view.ts";

/** Something that shows to somebody what happens to an environment. */
export interface EnvironmentView {
  readonly show: (event: EnvironmentEvent) => void;
  /** A line for people that is no event. */
  readonly note: (line: string) => void;
  /** Called once, after the last event. */
  readonly close: () => void;
}

/** One JSON line per event; what is for people goes elsewhere. */
export function environmentJsonView(write: Write, note: Write): EnvironmentView {
  return {
    show: (event) => {
      write(`${JSON.stringify(event)}\n`);
    },
    note: (line) => {
      note(`${line}\n`);
    },
    close: () => undefined,
  };
}
