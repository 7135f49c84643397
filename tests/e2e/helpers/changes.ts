/** What Pulumi did to resources in an update, from its plain output: `updated docker:index:Image`, sorted. */
export function changes(output: string): readonly string[] {
  const lines = output.matchAll(
    /^ *(?:[-+~]|\+\+|--|\+-) +(?<type>\S+:\S+:\S+) \S+ (?<what>created replacement|deleted original|created|updated|deleted|replaced)\b/gm,
  );
  const done = [...lines].map(
    ({ groups }) => `${groups?.["what"] ?? ""} ${groups?.["type"] ?? ""}`,
  );
  return [...new Set(done)].sort();
}
