/** What one kind of resource is to a removal. */
interface KindRow {
  /** Its ARN, and the name in it. */
  readonly arn: RegExp;
  /** Arguments of `aws` that remove it by hand; `NAME` and `ARN` stand for its own. Null for what goes with another. */
  readonly byHand: string | null;
}

/**
 * The kinds of resources that an environment is made of and that have tags, in the order in which they can be removed:
 * whatever stands in the way of another one comes first. What has no tags goes with what has: policies with their role,
 * targets with their rule, routes with their table, a schedule with its group.
 */
export const resourceKinds = {
  scheduleGroup: {
    arn: /:scheduler:[^:]*:\d+:schedule-group\/(.+)$/,
    byHand: "scheduler delete-schedule-group --name NAME",
  },
  stateMachine: {
    arn: /:states:[^:]*:\d+:stateMachine:(.+)$/,
    byHand: "stepfunctions delete-state-machine --state-machine-arn ARN",
  },
  cluster: {
    arn: /:ecs:[^:]*:\d+:cluster\/(.+)$/,
    byHand: "ecs delete-cluster --cluster NAME",
  },
  taskDefinition: {
    arn: /:ecs:[^:]*:\d+:task-definition\/(.+)$/,
    byHand: "ecs deregister-task-definition --task-definition NAME",
  },
  rule: { arn: /:events:[^:]*:\d+:rule\/(.+)$/, byHand: "events delete-rule --name NAME" },
  queue: {
    arn: /:sqs:[^:]*:\d+:(.+)$/,
    byHand: "sqs delete-queue --queue-url $(aws sqs get-queue-url --queue-name NAME --output text)",
  },
  logGroup: {
    arn: /:logs:[^:]*:\d+:log-group:([^:]+)/,
    byHand: "logs delete-log-group --log-group-name NAME",
  },
  secret: {
    arn: /:secretsmanager:[^:]*:\d+:secret:(.+)$/,
    byHand: "secretsmanager delete-secret --force-delete-without-recovery --secret-id ARN",
  },
  bucket: { arn: /:s3:::([^/]+)$/, byHand: "s3 rb --force s3://NAME" },
  vpcEndpoint: {
    arn: /:ec2:[^:]*:\d+:vpc-endpoint\/(.+)$/,
    byHand: "ec2 delete-vpc-endpoints --vpc-endpoint-ids NAME",
  },
  securityGroupRule: {
    arn: /:ec2:[^:]*:\d+:security-group-rule\/(.+)$/,
    byHand: null,
  },
  internetGateway: {
    arn: /:ec2:[^:]*:\d+:internet-gateway\/(.+)$/,
    byHand: "ec2 delete-internet-gateway --internet-gateway-id NAME",
  },
  subnet: {
    arn: /:ec2:[^:]*:\d+:subnet\/(.+)$/,
    byHand: "ec2 delete-subnet --subnet-id NAME",
  },
  securityGroup: {
    arn: /:ec2:[^:]*:\d+:security-group\/(.+)$/,
    byHand: "ec2 delete-security-group --group-id NAME",
  },
  routeTable: {
    arn: /:ec2:[^:]*:\d+:route-table\/(.+)$/,
    byHand: "ec2 delete-route-table --route-table-id NAME",
  },
  vpc: { arn: /:ec2:[^:]*:\d+:vpc\/(.+)$/, byHand: "ec2 delete-vpc --vpc-id NAME" },
  role: {
    arn: /:iam::\d+:role\/(?:.*\/)?([^/]+)$/,
    byHand: "iam delete-role --role-name NAME",
  },
} as const satisfies Readonly<Record<string, KindRow>>;

/** A kind of resource. */
export type ResourceKind = keyof typeof resourceKinds;

const kinds = Object.keys(resourceKinds) as readonly ResourceKind[];

/** The kind of a resource and the name in its ARN; null for what is none of an environment's. */
export function kindOf(arn: string): { readonly kind: ResourceKind; readonly name: string } | null {
  for (const kind of kinds) {
    const name = resourceKinds[kind].arn.exec(arn)?.[1];
    if (name !== undefined) return { kind, name };
  }
  return null;
}

/** ARNs in the order in which they can be removed; those of no known kind last. */
export function inOrder(arns: readonly string[]): readonly string[] {
  const rank = (arn: string): number => {
    const known = kindOf(arn);
    return known === null ? kinds.length : kinds.indexOf(known.kind);
  };
  return [...arns].sort((one, other) => rank(one) - rank(other));
}

/** The command that removes a resource by hand; null where there is none. */
export function removalByHand(arn: string, region: string): string | null {
  const known = kindOf(arn);
  const text = known === null ? null : resourceKinds[known.kind].byHand;
  if (known === null || text === null) return null;
  return `aws --region ${region} ${text.replace("NAME", known.name).replace("ARN", arn)}`;
}
