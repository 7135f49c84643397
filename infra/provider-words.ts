/** What Pulumi and the provider put before what matters. */
const preamble =
  /^(?:invocation of \S+ returned an error:|invoking \S+:|rpc error: code = \w+ desc =|\d+ errors? occurred:|\*)\s*/i;

/**
 * What a provider says of a function that failed, in one line: an error of AWS comes as a list with a heading, and bad
 * credentials come with lines of advice.
 *
 * @throws the error itself where no provider said it: a fault of ours, or the engine going.
 */
export function providerWords(error: unknown): string {
  // The SDK makes a plain error of what the engine answers; an engine that goes is one with gRPC's code.
  if (!(error instanceof Error) || error.name !== "Error" || "code" in error) throw error;
  let words = error.message.trim();
  while (preamble.test(words)) words = words.replace(preamble, "");
  return (words.split("\n")[0] ?? "").trim().replace(/\.$/, "");
}
