/** An environment as AWS knows it: by the tags that all of its resources have. A leaf. */
export interface TaggedEnvironment {
  readonly project: string;
  readonly stack: string;
  /** ISO 8601 time or `never`; null where no resource says. */
  readonly expiresAt: string | null;
  readonly arns: readonly string[];
}

/** A resource and its tags. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Resources by the environments that they belong to. */
export function environmentsOf(resources: readonly TaggedResource[]): readonly TaggedEnvironment[] {
  const found = new Map<string, TaggedEnvironment>();
  for (const { arn, tags } of resources) {
    const { "mayfly:project": project, "mayfly:stack": stack, "mayfly:expires-at": ends } = tags;
    if (project === undefined || stack === undefined) continue;
    const key = JSON.stringify([project, stack]);
    const before = found.get(key);
    const expiresAt = before?.expiresAt ?? ends ?? null;
    found.set(key, { project, stack, expiresAt, arns: [...(before?.arns ?? []), arn] });
  }
  return [...found.values()];
}

/** What is removed first, by the service and kind in an ARN: whatever another one stands in the way of comes later. */
const order: readonly RegExp[] = [
  /:states:.*:stateMachine:/,
  /:ecs:.*:task\//,
  /:ecs:.*:cluster\//,
  /:ecs:.*:task-definition\//,
  /:events:.*:rule\//,
  /:sqs:/,
  /:logs:/,
  /:secretsmanager:/,
  /:s3:::/,
  /:vpc-endpoint\//,
  /:internet-gateway\//,
  /:subnet\//,
  /:security-group\//,
  /:route-table\//,
  /:vpc\//,
  /:iam::/,
];

/** The same, in the order in which they can be removed. */
export function inOrder(arns: readonly string[]): readonly string[] {
  const rank = (arn: string): number => {
    const index = order.findIndex((pattern) => pattern.test(arn));
    return index < 0 ? order.length : index;
  };
  return [...arns].sort((one, other) => rank(one) - rank(other));
}
