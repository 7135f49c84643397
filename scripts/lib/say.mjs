/**
 * Says what a script does, in one line: `• browser: already there`.
 *
 * @param {string} subject
 * @param {string} message
 */
export function say(subject, message) {
  process.stderr.write(`• ${subject}: ${message}\n`);
}

/** A failure that a person can do something about: the message says what, and no stack is shown. */
export class SetupError extends Error {
  name = "SetupError";
}

/**
 * Runs the body of a script. A {@link SetupError} ends it with one line, anything else with its stack; exit code 1.
 *
 * @param {() => Promise<void>} body
 */
export async function runScript(body) {
  try {
    await body();
  } catch (error) {
    const text = error instanceof SetupError ? `✖ ${error.message}` : error;
    console.error(text);
    process.exitCode = 1;
  }
}
