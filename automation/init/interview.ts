import type { AnswerCheck } from "./answer-checks.ts";

/** Asks until the answer is right, or nobody answers any more; an empty one stands for the default. */
export type AskUser = (question: string, check: AnswerCheck) => Promise<string>;

/** Asks for settings of a stack, one by one, and keeps the answers that change something. */
export class Interview {
  /** Settings that are to be saved. */
  readonly answers: Record<string, string> = {};
  readonly #present: (key: string) => string | undefined;
  readonly #ask: AskUser;

  constructor(present: (key: string) => string | undefined, ask: AskUser) {
    this.#present = present;
    this.#ask = ask;
  }

  /** Asks for one setting; what the stack has already is the default where it is right, else `fallback`: an empty one is none. */
  async ask(key: string, what: string, fallback: string, check: AnswerCheck): Promise<string> {
    const present = this.#present(key);
    const otherwise = present !== undefined && check(present) === null ? present : fallback;
    const of = (text: string): string => (text === "" ? otherwise : text);
    const question = otherwise === "" ? `${what}: ` : `${what} [${otherwise}]: `;
    const value = of((await this.#ask(question, (text) => check(of(text)))).trim());
    if (value !== "" && value !== present) this.answers[key] = value;
    return value;
  }
}
