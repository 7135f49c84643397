import { WatchdogError } from "./errors.ts";

/**
 * The result of a WebDriver command, if it comes within `ms` milliseconds: the client has no time-out of its own
 * (https://github.com/SeleniumHQ/selenium/issues/6884). Throws what the command throws, or {@link WatchdogError}.
 */
export async function watched<Result>(
  command: string,
  ms: number,
  result: Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new WatchdogError(
          `No answer to the WebDriver command "${command}" within ${String(ms)} ms`,
        ),
      );
    }, ms);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
    // A late failure of a call that nobody waits for any more.
    result.catch(ignore);
  }
}

/** For what may fail without a consequence. */
export function ignore(): void {
  return undefined;
}
