/** What answers to the questions of `mayfly init` must be; pure. */
import { imageProblem } from "../../infra/config/image-reference.ts";
import { parseTtl, ttlForm } from "../../infra/config/ttl.ts";
import { isRegion } from "../environment/config-keys.ts";

/** What is wrong with an answer, in one sentence; null for nothing. */
export type AnswerCheck = (answer: string) => string | null;

/** A region of AWS. */
export const checkRegion: AnswerCheck = (text) =>
  isRegion(text) ? null : `Expected a region such as eu-north-1, but got "${text}".`;

/** A user or an organisation; with `orNone`, an empty answer stands for none. */
export const checkUser =
  (orNone: boolean): AnswerCheck =>
  (text) =>
    (orNone && text === "") || /^[a-z0-9][a-z0-9_-]{0,254}$/.test(text)
      ? null
      : `Expected the name of a Docker Hub user in small letters, but got "${text}".`;

/** The name of an image. */
export const checkImage: AnswerCheck = (text) => {
  const expected = imageProblem(text);
  return expected === null
    ? null
    : `Expected ${expected} such as you/mayfly-crawler:1, but got "${text}".`;
};

/** A time to live. */
export const checkTtl: AnswerCheck = (text) =>
  parseTtl(text) === undefined ? `Expected ${ttlForm} but got "${text}".` : null;

/** One of some numbers. */
export const checkOneOf =
  (values: readonly number[]): AnswerCheck =>
  (text) =>
    values.some((value) => String(value) === text)
      ? null
      : `Expected one of ${values.join(", ")}, but got "${text}".`;
