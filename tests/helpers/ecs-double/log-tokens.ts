import { invalidParameter } from "./aws-error.ts";

/** A place in a log stream, as `nextForwardToken` and `nextBackwardToken` name it. Opaque to clients. */
export interface Token {
  readonly direction: "f" | "b";
  /** How many events lie before it. */
  readonly at: number;
  /** Where every second page is empty: that this one is not. */
  readonly full: boolean;
}

/** To read on from here; `full` where every second page is empty and the next one is not. */
export function forward(at: number, full: boolean): string {
  return `f/${"3".repeat(40)}${String(at).padStart(16, "0")}/${full ? "s" : "t"}`;
}

/** To read what lies before. */
export function backward(at: number): string {
  return `b/${"3".repeat(40)}${String(at).padStart(16, "0")}/s`;
}

/** Refuses what is no token. */
export function readToken(token: string | undefined): Token | undefined {
  if (token === undefined) return undefined;
  const [direction, place = "", end] = token.split("/");
  if ((direction !== "f" && direction !== "b") || !/^\d{56}$/.test(place)) {
    throw invalidParameter("The specified nextToken is invalid.");
  }
  return { direction, at: Number(place.slice(40)), full: end === "s" };
}
