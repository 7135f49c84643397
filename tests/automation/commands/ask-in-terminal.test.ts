import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askInTerminal } from "../../../automation/commands/ask-in-terminal.ts";

function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let text = "";
  output.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  /** Types once something has been said. */
  const type = async (said: string, keys: string): Promise<void> => {
    const from = text.length;
    while (!text.slice(from).includes(said))
      await new Promise((resolve) => output.once("data", resolve));
    input.write(keys);
  };
  return { ask: askInTerminal(input, output), type, input, said: () => text };
}

test("a question is asked until its answer is right, and says what is wrong", async () => {
  const { ask, type, said } = terminal();
  const typing = type("Size: ", "big\r").then(() => type("Size: ", " 3 \r"));
  const answer = await ask("Size: ", (text) => (text === "3" ? null : `Not ${text}.`));
  await typing;
  expect(answer).toBe("3");
  expect(said()).toContain("Not big.\n");
});

test("Ctrl-C at a question is an interruption, the end of the input one sentence", async () => {
  const one = terminal();
  const interrupting = one.type("Size: ", "\u0003");
  await expect(one.ask("Size: ", () => null)).rejects.toMatchObject({
    code: "interrupted",
    exitCode: 130,
  });
  const other = terminal();
  const ending = other.type("Size: ", "\u0004");
  await expect(other.ask("Size: ", () => null)).rejects.toMatchObject({
    code: "usage",
    message: "Expected an answer for Size, but the input ended; nothing was saved.",
  });
  await Promise.all([interrupting, ending]);
});
