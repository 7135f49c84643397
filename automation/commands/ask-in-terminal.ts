import { createInterface } from "node:readline";
import { MayflyError } from "../errors.ts";
import type { AskUser } from "../init/interview.ts";

/**
 * Asks questions in a terminal, each until its answer is right; what is wrong with one is said below it. Rejects with
 * `interrupted` at Ctrl-C, and with `usage` where the input ends. Between questions the terminal is nobody's, so that a secret
 * can be read without echo.
 */
export function askInTerminal(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): AskUser {
  return async (question, check) => {
    for (;;) {
      const answer = await once(input, output, question);
      const wrong = check(answer);
      if (wrong === null) return answer;
      output.write(`${wrong}\n`);
    }
  };
}

async function once(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  const asked = question.trim().replace(/:$/, "");
  let onEnd = (): void => undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once("SIGINT", () => {
        output.write("\n");
        reject(
          new MayflyError(
            "interrupted",
            `Stopped at the question for ${asked}; nothing was saved.`,
          ),
        );
      });
      onEnd = () => {
        output.write("\n");
        reject(
          new MayflyError(
            "usage",
            `Expected an answer for ${asked}, but the input ended; nothing was saved.`,
          ),
        );
      };
      lines.once("close", onEnd);
      lines.question(question, (answer) => {
        resolve(answer.trim());
      });
    });
  } finally {
    lines.off("close", onEnd);
    lines.close();
  }
}
