import type { FailedResource } from "./environment-error.ts";

interface Hint {
  readonly type: RegExp;
  readonly words: RegExp;
  readonly advice: (flags: string) => string;
}

const known: readonly Hint[] = [
  {
    type: /^docker:index\/image:Image$/,
    words: /unauthorized|authentication required|denied|no basic auth/i,
    advice: () => "Check dockerHubUser and dockerHubToken.",
  },
  {
    // The first cluster of an account makes the role, which takes a moment:
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html
    type: /^aws:ecs\//,
    words: /unable to assume the service linked role/i,
    advice: (flags) =>
      `The account gets that role with its first cluster: run \`mayfly up ${flags}\` again.`,
  },
  {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html#API_DeleteCluster_Errors
    type: /^aws:ecs\/cluster:Cluster$/,
    words: /ClusterContainsTasks|ResourceInUse/i,
    advice: (flags) =>
      `Stop its tasks first, with \`mayfly stop RUN\` each, then run \`mayfly down ${flags}\` again.`,
  },
];

/** What to do about failures that Mayfly's users meet, as sentences for the end of the message; empty for others. */
export function hints(resources: readonly FailedResource[], flags: string): string {
  const advice = known
    .filter(({ type, words }) =>
      resources.some((resource) => type.test(resource.type) && words.test(resource.message)),
    )
    .map((hint) => ` ${hint.advice(flags)}`);
  return advice.join("");
}
