import * as colours from "yoctocolors";

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
  ["selenium", colours.magenta],
  ["crawler", colours.cyan],
]);
/** For containers that are not ours, such as those that AWS adds to a task for GuardDuty. */
const others = [colours.blue, colours.blueBright, colours.magentaBright, colours.cyanBright];

function containerColour(name: string): (text: string) => string {
  const sum = Buffer.from(name).reduce((total, byte) => total + byte, 0);
  return ours.get(name) ?? others[sum % others.length] ?? plain;
}

const colourPalette: Palette = {
  good: colours.green,
  bad: colours.red,
  warn: colours.yellow,
  strong: colours.bold,
  faint: colours.dim,
  container: containerColour,
};

/** Colour for a terminal, unless NO_COLOR is set (https://no-color.org) or the terminal is dumb. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Palette {
  const colour =
    stream.isTTY === true &&
    (environment["NO_COLOR"] ?? "") === "" &&
    environment["TERM"] !== "dumb";
  return colour ? colourPalette : plainPalette;
}
