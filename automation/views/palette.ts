import * as colours from "yoctocolors";

/** Colours by meaning. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly selenium: (text: string) => string;
  readonly crawler: (text: string) => string;
}

const plain = (text: string): string => text;

/** No colour at all. */
export const plainPalette: Palette = {
  good: plain,
  bad: plain,
  warn: plain,
  strong: plain,
  faint: plain,
  selenium: plain,
  crawler: plain,
};

const colourPalette: Palette = {
  good: colours.green,
  bad: colours.red,
  warn: colours.yellow,
  strong: colours.bold,
  faint: colours.dim,
  selenium: colours.magenta,
  crawler: colours.cyan,
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
