import type { GroupEvent, RunEvent } from "../events.ts";
import { groupLinesView } from "../views/group-lines.ts";
import { groupLiveView } from "../views/group-live.ts";
import { palette, writer, type CommandContext } from "./context.ts";

/** Shows the events of a group's runs until they end: JSON lines, a row for each run in a terminal, or plain lines. */
export async function showGroup(
  events: AsyncIterable<RunEvent | GroupEvent>,
  groupId: string,
  context: CommandContext,
  json: boolean,
): Promise<void> {
  if (json) {
    for await (const event of events) context.stdout.write(`${JSON.stringify(event)}\n`);
    return;
  }
  const { stderr, environment } = context;
  const colours = palette(context, "stderr");
  const view =
    stderr.isTTY && environment["TERM"] !== "dumb"
      ? groupLiveView(stderr, colours, groupId)
      : groupLinesView(writer(stderr), colours, groupId);
  try {
    for await (const event of events) view.show(event);
  } finally {
    view.close();
  }
}
