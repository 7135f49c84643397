import type { EnvironmentEvent, EnvironmentResource } from "../environment/environment-events.ts";
import { isOfStack, parseUrn, shortType } from "../environment/urn.ts";
import type { EnvironmentView } from "./environment-view.ts";
import { duration, timeOfDay } from "./format.ts";
import type { Palette } from "./palette.ts";
import type { Write } from "./view.ts";

/** Pulumi's signs for steps, and its words before and after; https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/. */
const steps: Readonly<Record<string, readonly [sign: string, doing: string, done: string]>> = {
  create: ["+", "creating", "created"],
  update: ["~", "updating", "updated"],
  delete: ["-", "deleting", "deleted"],
  "create-replacement": ["++", "creating replacement", "created replacement"],
  "delete-replaced": ["--", "deleting original", "deleted original"],
  read: [">", "reading", "read"],
  refresh: ["~", "refreshing", "refreshed"],
  import: ["=", "importing", "imported"],
};

/** The sign of a step, in the colour of what it does. */
export function stepSign(op: string, palette: Palette): string {
  const [sign] = steps[op] ?? [" "];
  const colour = op.startsWith("create")
    ? palette.good
    : op.startsWith("delete")
      ? palette.bad
      : palette.warn;
  return colour(sign);
}

/** A step as words: `creating`, `created 1.2 s`, `creating failed`; in a preview `create`. */
export function stepWords(event: Omit<EnvironmentResource, "type" | "at" | "stack">): string {
  const { op, status, durationMs, operation } = event;
  if (operation === "preview") return op;
  const [, doing, done] = steps[op] ?? ["", op, op];
  if (status === "running") return doing;
  if (status === "failed") return `${doing} failed`;
  return durationMs === null ? done : `${done} ${duration(durationMs)}`;
}

/** An event as lines for people; null for what need not be said. */
export function environmentLine(event: EnvironmentEvent, palette: Palette): string | null {
  const text = eventText(event, palette);
  return text === null ? null : `${palette.faint(timeOfDay(event.at))} ${text}`;
}

function eventText(event: EnvironmentEvent, palette: Palette): string | null {
  switch (event.type) {
    case "environment.started":
      return `${event.operation} of stack ${palette.strong(event.stack)}`;
    case "environment.resource": {
      const { op, status, operation, resourceType, name, component } = event;
      // A preview takes no time, and a component is done before what is in it has begun.
      if (operation === "preview" ? status === "running" : component && status === "done")
        return null;
      const words = stepWords(event);
      const end = status === "failed" ? palette.bad(words) : words;
      return `${stepSign(op, palette)} ${resourceType} ${palette.strong(name)} ${end}`;
    }
    case "environment.diagnostic": {
      const colour = { info: palette.faint, warning: palette.warn, error: palette.bad }[
        event.severity
      ];
      const [sign, about] = event.severity === "info" ? ["·", ""] : ["⚠", subject(event.urn)];
      // Further lines stand under the first, which has the time and the sign before it.
      const text = event.message.replaceAll("\n", `\n${" ".repeat(15)}`);
      return colour(`${sign} ${about}${text}`);
    }
    case "environment.finished":
      return null;
  }
}

/** The resource that a message is about; none for the program as a whole. */
function subject(urn: string | null): string {
  if (urn === null || isOfStack(urn)) return "";
  const { type, name } = parseUrn(urn);
  return `${shortType(type)} ${name}: `;
}

/** Plain lines, for a pipe, a file or a CI log. */
export function environmentLinesView(write: Write, palette: Palette): EnvironmentView {
  return {
    show: (event) => {
      const line = environmentLine(event, palette);
      if (line !== null) write(`${line}\n`);
    },
    note: (line) => {
      write(`${line}\n`);
    },
    close: () => undefined,
  };
}
