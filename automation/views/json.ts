import type { View, Write } from "./view.ts";

/** One JSON line per event. */
export function jsonView(write: Write): View {
  return {
    show: (event) => {
      write(`${JSON.stringify(event)}\n`);
    },
    say: () => undefined,
    close: () => undefined,
  };
}
