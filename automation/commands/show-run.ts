import type { RunEvent } from "../events.ts";
import { jsonView } from "../views/json.ts";
import { linesView } from "../views/lines.ts";
import { liveView } from "../views/live.ts";
import type { View } from "../views/view.ts";
import { palette, writer, type CommandContext } from "./context.ts";

/** The view for where the output goes: JSON lines, a live view in a terminal, or plain lines. */
export function chooseView(context: CommandContext, json: boolean): View {
  if (json) return jsonView(writer(context.stdout));
  const { stderr, environment } = context;
  const colours = palette(context, "stderr");
  return stderr.isTTY && environment["TERM"] !== "dumb"
    ? liveView(stderr, colours)
    : linesView(writer(stderr), colours);
}

/** Shows events until they end; gives back the last one. */
export async function showEvents(
  events: AsyncIterable<RunEvent>,
  view: View,
): Promise<RunEvent | null> {
  let last: RunEvent | null = null;
  try {
    for await (const event of events) {
      view.show(event);
      last = event;
    }
  } finally {
    view.close();
  }
  return last;
}
