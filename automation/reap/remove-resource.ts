import { messageOf } from "../errors.ts";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";
import type { Remove } from "./remove.ts";
import {
  removeCluster,
  removeQueue,
  removeRule,
  removeScheduleGroup,
  removeStateMachine,
  removeTaskDefinition,
} from "./remove-tasks.ts";
import {
  removeInternetGateway,
  removeRouteTable,
  removeSecurityGroup,
  removeSubnet,
  removeVpc,
  removeVpcEndpoint,
} from "./remove-network.ts";
import { removeBucket, removeLogGroup, removeRole, removeSecret } from "./remove-kept.ts";
import { kindOf, type ResourceKind } from "./resource-kinds.ts";

/** How each kind is removed. */
export const removals: Readonly<Record<ResourceKind, Remove>> = {
  scheduleGroup: removeScheduleGroup,
  stateMachine: removeStateMachine,
  cluster: removeCluster,
  taskDefinition: removeTaskDefinition,
  rule: removeRule,
  queue: removeQueue,
  logGroup: removeLogGroup,
  secret: removeSecret,
  bucket: removeBucket,
  vpcEndpoint: removeVpcEndpoint,
  // It goes with its group.
  securityGroupRule: () => Promise.resolve(),
  internetGateway: removeInternetGateway,
  subnet: removeSubnet,
  securityGroup: removeSecurityGroup,
  routeTable: removeRouteTable,
  vpc: removeVpc,
  role: removeRole,
};

/** Why a resource could not be removed. */
export interface NotRemoved {
  /** One sentence. */
  readonly problem: string;
  /** Whether it may go a little later: something that uses it was still going. */
  readonly passes: boolean;
}

/** Removes a resource of an environment by its ARN. Null when it is gone, also where it was gone before. Throws on an abort. */
export async function removeResource(
  arn: string,
  region: string,
  signal: AbortSignal,
): Promise<NotRemoved | null> {
  const known = kindOf(arn);
  if (known === null) {
    return { problem: "There is no way here to remove it; see the AWS console.", passes: false };
  }
  try {
    const { name } = known;
    await withoutNodeWarning(() => removals[known.kind]({ name, arn, region, signal }));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (isGone(error)) return null;
    const failure = awsError(error, { action: `the removal of ${arn}`, region });
    return { problem: messageOf(failure), passes: isInUse(error) || failure.transient };
  }
}

/** Services have names of their own for it; ECS has but a sentence. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  if (/NotFound|NoSuch|NonExistent|DoesNotExist/.test(name)) return true;
  return name === "ClientException" && /does not exist|inactive/i.test(message);
}

/** What uses it goes with the environment, too: a network interface, for one, a minute after its task. */
function isInUse(error: unknown): boolean {
  return (
    error instanceof Error &&
    /DependencyViolation|InUse|Contains\w+Exception|UpdateInProgress|Conflict/.test(error.name)
  );
}
