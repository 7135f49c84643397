/** An environment as AWS knows it: by the tags that all of its resources have. A leaf. */
export interface TaggedEnvironment {
  readonly project: string;
  readonly stack: string;
  /** ISO 8601 time of the first up; null where no resource says. */
  readonly createdAt: string | null;
  /** ISO 8601 time or `never`; null where no resource says. */
  readonly expiresAt: string | null;
  readonly arns: readonly string[];
}

/** A resource and its tags. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Resources by the environments that they belong to. Where an `up` that extends an environment was cut short, the latest of
 * what its resources say is when it expires.
 */
export function environmentsOf(resources: readonly TaggedResource[]): readonly TaggedEnvironment[] {
  const found = new Map<string, TaggedEnvironment>();
  for (const { arn, tags } of resources) {
    const { "mayfly:project": project, "mayfly:stack": stack } = tags;
    const { "mayfly:created-at": began, "mayfly:expires-at": ends } = tags;
    if (project === undefined || stack === undefined) continue;
    const key = JSON.stringify([project, stack]);
    const before = found.get(key);
    const createdAt = before?.createdAt ?? began ?? null;
    // Times sort as texts, and `never` behind all of them.
    const expiresAt = [before?.expiresAt, ends].filter(isText).sort().at(-1) ?? null;
    const arns = [...(before?.arns ?? []), arn];
    found.set(key, { project, stack, createdAt, expiresAt, arns });
  }
  return [...found.values()];
}

function isText(value: string | null | undefined): value is string {
  return typeof value === "string";
}
