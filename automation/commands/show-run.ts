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

/** Shows events until they end, without the first `skip` of them; gives back how many there were. */
export async function showEvents(
  events: AsyncIterable<RunEvent>,
  view: View,
  skip = 0,
): Promise<number> {
  let seen = 0;
  for await (const event of events) {
    seen += 1;
    if (seen > skip) view.show(event);
  }
  return seen;
}
