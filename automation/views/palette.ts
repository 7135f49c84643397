import { styleText } from "node:util";

/** Colours by meaning. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** The colour of a container, the same wherever its name stands. */
  readonly container: (name: string) => (text: string) => string;
}

const plain = (text: string): string => text;

/** Whether there is colour at all is decided here, by the stream that is written to; Node.js shall not ask again. */
const colour =
  (name: Parameters<typeof styleText>[0]) =>
  (text: string): string =>
    styleText(name, text, { validateStream: false });

/** No colour at all. */
export const plainPalette: Palette = {
  good: plain,
  bad: plain,
  warn: plain,
  strong: plain,
  faint: plain,
  container: () => plain,
};

const ours: ReadonlyMap<string, (text: string) => string> = new Map([
  ["selenium", colour("magenta")],
  ["crawler", colour("cyan")],
]);
/** For containers that are not ours, such as those that AWS adds to a task for GuardDuty. */
const others = [
  colour("blue"),
  colour("blueBright"),
  colour("magentaBright"),
  colour("cyanBright"),
];

function containerColour(name: string): (text: string) => string {
  const sum = Buffer.from(name).reduce((total, byte) => total + byte, 0);
  return ours.get(name) ?? others[sum % others.length] ?? plain;
}

const colourPalette: Palette = {
  good: colour("green"),
  bad: colour("red"),
  warn: colour("yellow"),
  strong: colour("bold"),
  faint: colour("dim"),
  container: containerColour,
};

/** Colour for a terminal, unless NO_COLOR is set (https://no-color.org) or the terminal is dumb. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Palette {
  const isColoured =
    stream.isTTY === true &&
    (environment["NO_COLOR"] ?? "") === "" &&
    environment["TERM"] !== "dumb";
  return isColoured ? colourPalette : plainPalette;
}
