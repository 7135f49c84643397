/** What one kind of resource is to a removal. */
interface KindRow {
  /** Its ARN, and the name in it. */
  readonly arn: RegExp;
  /**
   * Commands for a shell that remove it by hand, after what stands in its way and has no tags; `NAME` and `ARN` stand for its
   * own. None for what goes with another.
   */
  readonly byHand: readonly string[];
}

/** Does something for each word that a question to AWS brings. */
const each = (question: string, query: string, act: string): string =>
  `for each in $(aws ${question} --query '${query}' --output text); do ${act}; done`;

/**
 * The kinds of resources that an environment is made of and that have tags, in the order in which they can be removed:
 * whatever stands in the way of another one comes first. What has no tags goes with what has: policies with their role,
 * targets with their rule, routes with their table, a schedule with its group.
 */
export const resourceKinds = {
  scheduleGroup: {
    arn: /:scheduler:[^:]*:\d+:schedule-group\/(.+)$/,
    byHand: ["aws scheduler delete-schedule-group --name NAME"],
  },
  stateMachine: {
    arn: /:states:[^:]*:\d+:stateMachine:(.+)$/,
    byHand: ["aws stepfunctions delete-state-machine --state-machine-arn ARN"],
  },
  cluster: {
    arn: /:ecs:[^:]*:\d+:cluster\/(.+)$/,
    byHand: [
      each(
        "ecs list-tasks --cluster NAME",
        "taskArns[]",
        'aws ecs stop-task --cluster NAME --task "$each" >/dev/null && aws ecs wait tasks-stopped --cluster NAME --tasks "$each"',
      ),
      "aws ecs delete-cluster --cluster NAME >/dev/null",
    ],
  },
  taskDefinition: {
    arn: /:ecs:[^:]*:\d+:task-definition\/(.+)$/,
    byHand: ["aws ecs deregister-task-definition --task-definition NAME >/dev/null"],
  },
  rule: {
    arn: /:events:[^:]*:\d+:rule\/(.+)$/,
    byHand: [
      each(
        "events list-targets-by-rule --rule NAME",
        "Targets[].Id",
        'aws events remove-targets --rule NAME --ids "$each" >/dev/null',
      ),
      "aws events delete-rule --name NAME",
    ],
  },
  queue: {
    arn: /:sqs:[^:]*:\d+:(.+)$/,
    byHand: [
      'aws sqs delete-queue --queue-url "$(aws sqs get-queue-url --queue-name NAME --output text)"',
    ],
  },
  logGroup: {
    arn: /:logs:[^:]*:\d+:log-group:([^:]+)/,
    byHand: ["aws logs delete-log-group --log-group-name NAME"],
  },
  secret: {
    arn: /:secretsmanager:[^:]*:\d+:secret:(.+)$/,
    byHand: ["aws secretsmanager delete-secret --force-delete-without-recovery --secret-id ARN"],
  },
  bucket: { arn: /:s3:::([^/]+)$/, byHand: ["aws s3 rb --force s3://NAME"] },
  vpcEndpoint: {
    arn: /:ec2:[^:]*:\d+:vpc-endpoint\/(.+)$/,
    byHand: ["aws ec2 delete-vpc-endpoints --vpc-endpoint-ids NAME"],
  },
  securityGroupRule: {
    arn: /:ec2:[^:]*:\d+:security-group-rule\/(.+)$/,
    byHand: [],
  },
  internetGateway: {
    arn: /:ec2:[^:]*:\d+:internet-gateway\/(.+)$/,
    byHand: [
      each(
        "ec2 describe-internet-gateways --internet-gateway-ids NAME",
        "InternetGateways[].Attachments[].VpcId",
        'aws ec2 detach-internet-gateway --internet-gateway-id NAME --vpc-id "$each"',
      ),
      "aws ec2 delete-internet-gateway --internet-gateway-id NAME",
    ],
  },
  subnet: {
    arn: /:ec2:[^:]*:\d+:subnet\/(.+)$/,
    byHand: ["aws ec2 delete-subnet --subnet-id NAME"],
  },
  securityGroup: {
    arn: /:ec2:[^:]*:\d+:security-group\/(.+)$/,
    byHand: ["aws ec2 delete-security-group --group-id NAME"],
  },
  routeTable: {
    arn: /:ec2:[^:]*:\d+:route-table\/(.+)$/,
    byHand: [
      // The main one goes with its VPC.
      each(
        "ec2 describe-route-tables --route-table-ids NAME",
        "RouteTables[].Associations[?!Main][].RouteTableAssociationId",
        'aws ec2 disassociate-route-table --association-id "$each"',
      ),
      "aws ec2 delete-route-table --route-table-id NAME",
    ],
  },
  vpc: { arn: /:ec2:[^:]*:\d+:vpc\/(.+)$/, byHand: ["aws ec2 delete-vpc --vpc-id NAME"] },
  role: {
    arn: /:iam::\d+:role\/(?:.*\/)?([^/]+)$/,
    byHand: [
      each(
        "iam list-role-policies --role-name NAME",
        "PolicyNames[]",
        'aws iam delete-role-policy --role-name NAME --policy-name "$each"',
      ),
      each(
        "iam list-attached-role-policies --role-name NAME",
        "AttachedPolicies[].PolicyArn",
        'aws iam detach-role-policy --role-name NAME --policy-arn "$each"',
      ),
      "aws iam delete-role --role-name NAME",
    ],
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

/** The commands that remove resources by hand, in their order: to be typed, or given to a shell, as they are. */
export function removalsByHand(arns: readonly string[], region: string): readonly string[] {
  return inOrder(arns).flatMap((arn) => {
    const known = kindOf(arn);
    if (known === null) return [];
    return resourceKinds[known.kind].byHand.map((command) =>
      command
        .replaceAll("aws ", `aws --region ${region} `)
        .replaceAll("NAME", known.name)
        .replaceAll("ARN", arn),
    );
  });
}
