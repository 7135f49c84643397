import { MayflyError } from "../errors.ts";

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of an age such as `90m`, `6h` or `2d`. Throws `MayflyError` (usage) for what is none. */
export function parseAge(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  throw new MayflyError(
    "usage",
    `Expected an age such as 90m, 6h or 2d for --older-than, but got "${text}".`,
  );
}
