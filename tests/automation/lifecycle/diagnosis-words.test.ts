import { expect, test } from "vitest";
import { diagnosisCatalogue } from "../../../automation/lifecycle/diagnosis-catalogue.ts";
import { diagnose } from "../../../automation/lifecycle/diagnosis.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

// What ECS said of real tasks, as people published it; account numbers, addresses and names are made up.

const retried = "CannotPullContainerError: pull image manifest has been retried 5 time(s): ";
const secrets = "ResourceInitializationError: unable to pull secrets or registry auth: ";
const logger = "ResourceInitializationError: failed to validate logger args: ";
const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:registry-AbCdEf";
const role = "User: arn:aws:sts::111122223333:assumed-role/mayfly-execution/abc";
const asm = `execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 1, `;

test.each([
  [
    "docker-hub-rate-limit",
    `${retried}failed to resolve ref docker.io/selenium/standalone-chrome:4.41.0: failed to do request: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/selenium/standalone-chrome/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`,
  ],
  [
    "wrong-architecture",
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'.",
  ],
  [
    "wrong-architecture",
    "CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}",
  ],
  ["image-not-found", `${retried}failed to resolve ref docker.io/me/mayfly-crawler:1: not found`],
  [
    "image-not-found",
    "CannotPullContainerError: Error response from daemon: manifest for me/mayfly-crawler:1 not found: manifest unknown: manifest unknown",
  ],
  [
    "image-access-denied",
    `${retried}failed to resolve ref docker.io/me/mayfly-crawler:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  [
    "image-access-denied",
    `${retried}failed to resolve ref "111122223333.dkr.ecr.eu-west-3.amazonaws.com/crawler:1": unexpected status code 403 Forbidden`,
  ],
  [
    "registry-unreachable",
    `${retried}failed to resolve ref docker.io/me/mayfly-crawler:1: failed to do request: Head "https://registry-1.docker.io/v2/me/mayfly-crawler/manifests/1": dial tcp 192.0.2.154:443: i/o timeout`,
  ],
  [
    "registry-unreachable",
    "CannotPullContainerError: Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
  ],
  ["image-too-big", `${retried}failed to copy: write /var/lib: no space left on device`],
  ["cannot-pull-image", "CannotPullContainerError: ref pull has been retried 1 time(s): teapot"],
  [
    "secret-access-denied",
    `${secrets}${asm}api error AccessDeniedException: ${role} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
  ],
  [
    "secret-not-found",
    `${secrets}${asm}ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
  ],
  [
    "secret-not-found",
    `${secrets}${asm}InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`,
  ],
  [
    "no-route-at-start",
    `${secrets}unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${arn} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
  ],
  [
    "no-route-at-start",
    `${secrets}The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 192.0.2.50:443: i/o timeout`,
  ],
  [
    "no-route-at-start",
    `${logger}The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed`,
  ],
  [
    "log-group-not-found",
    `${logger}create stream has been retried 1 times: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, RequestID: 1, ResourceNotFoundException: The specified log group does not exist. : exit status 1`,
  ],
  [
    "log-access-denied",
    `${logger}create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: ${role} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/mayfly`,
  ],
  [
    "registry-auth-denied",
    `${secrets}execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: ${role} is not authorized to perform: ecr:GetAuthorizationToken on resource: *`,
  ],
  ["resource-initialization", "ResourceInitializationError: failed to do something new"],
  [
    "role-not-assumable",
    "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/mayfly-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions.",
  ],
  [
    "execution-role-missing",
    "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
  ],
  ["network-interface-timeout", "Timeout waiting for network interface provisioning to complete."],
  [
    "network-interface-timeout",
    "Network interface provision complete error timeout wait for network interface provision.",
  ],
  ["no-free-address", "InsufficientFreeAddressesInSubnet: The subnet has no free addresses."],
  ["network-interface", "RESOURCE:ENI"],
  [
    "network-interface",
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1': AuthFailure",
  ],
  ["vcpu-quota", "You've reached the limit on the number of vCPUs you can run concurrently"],
  [
    "capacity-unavailable",
    "Capacity is unavailable at this time. Please try again later or in a different availability zone",
  ],
  ["capacity-unavailable", "RESOURCE:GPU"],
  ["ephemeral-storage-timeout", "Timeout waiting for EphemeralStorage provisioning to complete."],
  ["provisioning-failed", "AGENT"],
  ["exec-format-error", "CannotStartContainerError: exec /app/run: exec format error"],
  [
    "program-not-found",
    'CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: "crawl": executable file not found in $PATH: unknown',
  ],
  ["program-not-found", "CannotStartContainerError: exec /app/run: no such file or directory"],
  [
    "program-not-executable",
    'CannotStartContainerError: failed to create shim task: OCI runtime create failed: exec: "/app/run": permission denied: unknown',
  ],
  ["cannot-start-container", "CannotStartContainerError: failed to get container status: teapot"],
  [
    "container-runtime",
    "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m",
  ],
  [
    "selenium-not-healthy",
    "dependency graph: container ordering dependency [selenium] for target [crawler] has timed out.",
  ],
  ["selenium-not-healthy", "Task failed container health checks (container selenium unhealthy)"],
])("%s: %s", (id, reason) => {
  const outcome = { kind: "failedToStart", reason } as const;
  const snapshot = {
    ...stoppedTask({}),
    stopCode: "TaskFailedToStart",
    stoppedReason: reason,
  };
  expect(
    diagnose({ target: "fargate", outcome, snapshot, furthest: "PENDING" }, diagnosisCatalogue)?.id,
  ).toBe(id);
  // RunTask may refuse with the same words before there is a task.
  expect(
    diagnose({ target: "fargate", outcome, snapshot: null, furthest: null }, diagnosisCatalogue)
      ?.id,
  ).toBe(id);
});
