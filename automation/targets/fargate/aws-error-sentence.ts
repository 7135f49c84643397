import type { AwsCallPlace, AwsErrorKind, ThrownByAws } from "./aws-error.ts";

/** One sentence for the user: what was refused, by whom, and what to do. */
export function sentenceOf(
  kind: AwsErrorKind,
  { name, message }: Pick<ThrownByAws, "name" | "message">,
  { action, region }: AwsCallPlace,
): string {
  const said = withoutEnd(message);
  switch (kind) {
    case "throttled":
      return `AWS throttles ${action} in ${region} (${said}): other programs call it too often; try again a little later.`;
    case "capacity":
      return `ECS has no capacity for the task in ${region} (${said}); try again later, give other subnets, or another --capacity.`;
    case "server":
      return `AWS failed to answer ${action} in ${region} (${said}); try again, and see https://health.aws.amazon.com if it lasts.`;
    case "network":
      return `AWS could not be reached for ${action} in ${region} (${said}); check the network, a proxy, and AWS_ENDPOINT_URL if it is set.`;
    case "credentials":
      return credentialsSentence(name, said);
    case "accessDenied":
      return accessDeniedSentence(said, action);
    case "notFound":
      return notFoundSentence(said, action, region);
    case "conflict":
      return "This run id was used with other parameters within the last 24 hours; use another --run-id, or the same options.";
    case "other":
      return `AWS refused ${action}: ${said}.`;
  }
}

function credentialsSentence(name: string, said: string): string {
  const accounts = /identifier is for (\S+)\. your accountid is (\S+)/i.exec(said);
  if (accounts !== null) {
    return `The stack is in the AWS account or region ${accounts[1] ?? ""}, but the credentials are those of account ${accounts[2] ?? ""}; use the profile with which the stack was brought up (AWS_PROFILE).`;
  }
  if (/expired/i.test(name + said)) {
    return `The AWS credentials have expired (${said}); log in again, for example with \`aws sso login\`.`;
  }
  return name === "CredentialsProviderError" || /could not load credentials/i.test(said)
    ? `Expected AWS credentials, but found none (${said}); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run \`aws configure\`.`
    : `AWS does not accept the credentials (${said}); check AWS_PROFILE, AWS_ACCESS_KEY_ID and the clock of this machine.`;
}

/** "User: arn:… is not authorized to perform: ecs:RunTask on resource: arn:… because no identity-based policy allows …" */
function accessDeniedSentence(said: string, action: string): string {
  const role = /unable to assume the role '([^']+)'/i.exec(said)?.[1];
  if (role !== undefined) {
    return `ECS may not use the role ${role}; allow your credentials iam:PassRole on it, and let ecs-tasks.amazonaws.com assume it.`;
  }
  const denied = /not authorized to perform: (\S+)/i.exec(said)?.[1] ?? action;
  const resource = /on resource: (\S+)/i.exec(said)?.[1];
  const user = /user: (\S+)/i.exec(said)?.[1];
  const because = /because (.+)$/i.exec(said)?.[1];
  const on = resource === undefined ? "" : ` on ${resource}`;
  const why = because === undefined ? "" : ` (${because})`;
  return `${user ?? "The AWS user"} may not do ${denied}${on}${why}; allow it in a policy of that user or role.`;
}

function notFoundSentence(said: string, action: string, region: string): string {
  if (/task ?definition/i.test(said)) {
    return `The task definition cannot be run (${said}): it was deregistered or never was; bring the stack up to date with \`mayfly up\`, or give another --task-definition.`;
  }
  if (/cluster/i.test(said)) {
    return `There is no such ECS cluster in ${region} (${said}): the stack was taken down, or is in another account; bring it up with \`mayfly up\`.`;
  }
  return `AWS does not find what ${action} is about in ${region}: ${said}.`;
}

function withoutEnd(message: string): string {
  return message.trim().replace(/[.\s]+$/, "");
}
