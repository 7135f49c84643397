import type { GroupEvent, RunEvent } from "../events.ts";
import { groupLinesView, type GroupView } from "../views/group-lines.ts";
import { groupLiveView } from "../views/group-live.ts";
import { palette, writer, type CommandContext } from "./context.ts";

/** The view of a group for where the output goes: JSON lines, a row for each run in a terminal, or plain lines. */
export function chooseGroupView(
  context: CommandContext,
  groupId: string,
  json: boolean,
): GroupView {
  if (json) {
    return {
      show: (event) => void context.stdout.write(`${JSON.stringify(event)}\n`),
      say: () => undefined,
      close: () => undefined,
    };
  }
  const { stderr, environment } = context;
  const colours = palette(context, "stderr");
  return stderr.isTTY && environment["TERM"] !== "dumb"
    ? groupLiveView(stderr, colours, groupId)
    : groupLinesView(writer(stderr), colours, groupId);
}

/** Shows the events of a group's runs until they end. */
export async function showGroup(
  events: AsyncIterable<RunEvent | GroupEvent>,
  view: GroupView,
): Promise<void> {
  try {
    for await (const event of events) view.show(event);
  } finally {
    view.close();
  }
}
