import type { EnvironmentEvent, EnvironmentResource } from "../environment/environment-events.ts";
import { isOfStack, parseUrn, shortType } from "../environment/urn.ts";
import { stepSign, stepWords } from "./environment-lines.ts";
import { duration, fit } from "./format.ts";
import type { Palette } from "./palette.ts";

/** What the tree shows: the latest step of each resource, and when it began. */
export interface TreeState {
  readonly steps: ReadonlyMap<
    string,
    { readonly step: EnvironmentResource; readonly beganMs: number }
  >;
  /** The latest message of each resource that has one. */
  readonly messages: ReadonlyMap<string, string>;
}

/** Before the first event. */
export const emptyTree: TreeState = { steps: new Map(), messages: new Map() };

/** Folds one event into what the tree shows. */
export function foldTree(state: TreeState, event: EnvironmentEvent): TreeState {
  if (event.type === "environment.resource") {
    const before = state.steps.get(event.urn);
    const now = Date.parse(event.at);
    const beganMs = before?.step.op === event.op ? before.beganMs : now;
    return { ...state, steps: new Map(state.steps).set(event.urn, { step: event, beganMs }) };
  }
  if (event.type === "environment.diagnostic" && event.urn !== null) {
    const [line = ""] = event.message.split("\n");
    return { ...state, messages: new Map(state.messages).set(event.urn, line) };
  }
  return state;
}

/** What a tree is drawn with. */
export interface Drawing {
  readonly nowMs: number;
  readonly spinner: string;
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
}

interface Row {
  readonly depth: number;
  readonly urn: string;
}

/** The tree as lines, components above what is in them. What is done gives way when the terminal is too low. */
export function treeBlock(state: TreeState, drawing: Drawing): string {
  const rows = rowsOf(state);
  // One line tells what is hidden, one is left for the cursor, one for a prompt above.
  const room = Math.max(1, drawing.rows - 3);
  if (rows.length <= room) return rows.map((row) => rowText(row, state, drawing)).join("\n");
  const active = rows.filter(({ urn }) => state.steps.get(urn)?.step.status !== "done");
  const shown = (active.length > 0 ? active : rows).slice(-room);
  const hidden = rows.length - shown.length;
  return [
    drawing.palette.faint(`… ${hidden} more`),
    ...shown.map((row) => rowText(row, state, drawing)),
  ].join("\n");
}

/** Resources with their depth, each after its parent; a parent that stays as it is has no step of its own. */
function rowsOf({ steps }: TreeState): readonly Row[] {
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  const seen = new Set<string>();
  const place = (urn: string, parent: string | null): void => {
    if (seen.has(urn)) return;
    seen.add(urn);
    if (parent === null || isOfStack(parent)) {
      if (!isOfStack(urn)) roots.push(urn);
      return;
    }
    place(parent, steps.get(parent)?.step.parent ?? null);
    children.set(parent, [...(children.get(parent) ?? []), urn]);
  };
  for (const [urn, { step }] of steps) place(urn, step.parent);
  const walk = (urn: string, depth: number): readonly Row[] => [
    { urn, depth },
    ...(children.get(urn) ?? []).flatMap((child) => walk(child, depth + 1)),
  ];
  return roots.flatMap((urn) => walk(urn, 0));
}

function rowText({ urn, depth }: Row, state: TreeState, drawing: Drawing): string {
  const { palette, nowMs, columns } = drawing;
  const { type, name } = parseUrn(urn);
  const entry = state.steps.get(urn);
  const indent = "  ".repeat(depth);
  const width = Math.max(8, Math.min(Math.max(20, columns - 34), columns - 8));
  const title = fit(`${indent}${shortType(type)} ${name}`, width).padEnd(Math.min(width, 56));
  // A row never goes on in the next line: the sign takes five columns, a space one.
  const room = Math.max(1, columns - title.length - 6);
  if (entry === undefined) return `     ${palette.faint(title)}`;
  const { step, beganMs } = entry;
  const sign = `${stepSign(step.op, palette)}${step.op.includes("-") ? "" : " "}`;
  if (step.component) return `  ${sign} ${palette.faint(title)}`;
  const time = step.status === "running" ? ` ${duration(nowMs - beganMs)}` : "";
  const words = fit(stepWords(step), room - time.length);
  const message = state.messages.get(urn);
  switch (step.status) {
    case "running":
      return `${palette.warn(drawing.spinner)} ${sign} ${title} ${words}${palette.faint(time)}`;
    case "done":
      return `${palette.good("✔")} ${sign} ${title} ${palette.faint(words)}`;
    case "failed":
      return `${palette.bad("✖")} ${sign} ${title} ${palette.bad(fit(message ?? words, room))}`;
  }
}
