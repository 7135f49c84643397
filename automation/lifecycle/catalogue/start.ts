import type { DiagnosisRule } from "../diagnosis.ts";

const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const resources = `${guide}/resource-initialization-error.html`;

/**
 * Tasks that Fargate cannot set up before a container starts: network interface, capacity, roles, secrets, log group.
 * The words after `ResourceInitializationError` are the Fargate agent's, as people published them; it says "unable to
 * pull secrets or registry auth" whether it cannot reach the service, may not read the secret, or finds none, so the
 * more telling words at the end decide.
 */
export const startRules: readonly DiagnosisRule[] = [
  {
    id: "secret-access-denied",
    reason:
      /ResourceInitializationError.*(not authorized to perform: (secretsmanager|ssm|kms)|(secrets? from (asm|ssm)|from secrets manager).*AccessDenied)/is,
    cause: "The task's execution role may not read a secret of the task definition.",
    fix: "Run `mayfly up` to repair the role, or allow it secretsmanager:GetSecretValue on the secret (and kms:Decrypt on its key).",
    link: resources,
  },
  {
    id: "secret-not-found",
    reason:
      /ResourceInitializationError.*(secrets? from (asm|ssm)|from secrets manager).*(ResourceNotFoundException|can't find|marked for deletion|not contain json key|invalid ARN format|invalid parameters)/is,
    cause:
      "A secret of the task definition does not exist, was deleted, or lacks the key that is asked for.",
    fix: "Run `mayfly up` to make the registry secret again.",
    link: resources,
  },
  {
    id: "log-group-not-found",
    reason:
      /ResourceInitializationError.*logger.*(log group does not exist|ResourceNotFoundException)/is,
    cause: "The log group that the task definition names does not exist.",
    fix: "Run `mayfly up` to make it again; somebody may have deleted it.",
    link: resources,
  },
  {
    id: "log-access-denied",
    reason:
      /ResourceInitializationError.*(not authorized to perform: logs:|logger.*AccessDenied)/is,
    cause: "The task's execution role may not create its log stream.",
    fix: "Run `mayfly up` to repair the role, or allow it logs:CreateLogStream and logs:PutLogEvents on the log group.",
    link: resources,
  },
  {
    id: "registry-auth-denied",
    reason:
      /ResourceInitializationError.*(not authorized to perform: ecr:|registry auth.*AccessDenied)/is,
    cause: "The task's execution role may not get a token of the ECR registry.",
    fix: "Allow it ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.",
    link: resources,
  },
  {
    // "signal: killed" is how the Fargate agent ends its helper that got no answer.
    id: "no-route-at-start",
    reason:
      /ResourceInitializationError.*(connection issue|i\/o timeout|dial tcp|deadline exceeded|no such host|RequestError|RequestCanceled|request send failed|exceeded maximum number of attempts|signal: killed|network configuration)/is,
    cause: "The task has no way to Secrets Manager, the registry or CloudWatch Logs.",
    fix: "In a public subnet give the task a public address (--assign-public-ip); in a private one it needs a NAT gateway or VPC endpoints for secretsmanager, logs and ecr; allow TCP 443 out and switch DNS of the VPC on.",
    link: resources,
  },
  {
    id: "role-not-assumable",
    reason: /unable to assume the role|role.*(trust relationship|cannot be assumed)/is,
    cause:
      "ECS cannot assume a role of the task: it does not exist, does not trust ecs-tasks.amazonaws.com, or is only seconds old.",
    fix: "Try again in a minute if `mayfly up` has only just ended; else run `mayfly up` to repair the roles.",
    link: `${guide}/task_execution_IAM_role.html`,
  },
  {
    id: "execution-role-missing",
    reason: /(requires?|without|no|not have|missing|specify)\b.{0,40}execution ?role/i,
    cause:
      "The task definition has no execution role, which Fargate needs for private images, secrets and logs.",
    fix: "Run with the stack's own task definition, or give yours an executionRoleArn.",
    link: `${guide}/task_execution_IAM_role.html`,
  },
  {
    id: "resource-initialization",
    reason: /ResourceInitializationError/i,
    cause: "Fargate could not set up what the task needs before its containers start.",
    fix: "Read the stopped reason in `mayfly status RUN`; it ends with the service's own words.",
    link: resources,
  },
];
