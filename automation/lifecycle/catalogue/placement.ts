import type { DiagnosisRule } from "../diagnosis.ts";

const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/**
 * Tasks that Fargate cannot place: network interfaces, addresses, capacity, disks. The words are in `failures[]` of
 * RunTask or in the stopped reason (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html).
 */
export const placementRules: readonly DiagnosisRule[] = [
  {
    id: "network-interface-timeout",
    reason:
      /network interface provision(ing)?.*(timeout|timed out)|Timeout waiting for network interface/is,
    cause: "Fargate got no network interface for the task in time; this passes, most of the time.",
    fix: "Run again; if it stays, look for free addresses in the subnets and for the account's limit of network interfaces.",
    link: `${guide}/fargate-task-networking.html`,
  },
  {
    id: "no-free-address",
    reason:
      /InsufficientFreeAddressesInSubnet|not enough free addresses|no(t enough)? (free|available) IP/i,
    cause: "The subnet has no free address for the task's network interface.",
    fix: "Use another subnet (--subnet), or end what holds addresses in this one.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  },
  {
    id: "network-interface",
    reason: /RESOURCE:ENI|Create Network Interface|NetworkInterfaceLimitExceeded/i,
    cause:
      "No network interface could be made for the task: a limit of the account, or a right that ECS lacks.",
    fix: "Run again; if it stays, raise the quota of network interfaces per region, or look for the service-linked role AWSServiceRoleForECS.",
    link: `${guide}/api_failures_messages.html`,
  },
  {
    id: "vcpu-quota",
    reason: /limit on the number of (vCPUs|tasks)|vCPU limit|concurrent tasks/i,
    cause: "The account's quota of Fargate vCPUs in this region is used up.",
    fix: "Wait until other tasks end, or ask for a higher quota of Fargate vCPUs.",
    link: `${guide}/service-quotas.html`,
  },
  {
    id: "capacity-unavailable",
    reason: /Capacity is unavailable|RESOURCE:(CPU|MEMORY|GPU)|insufficient capacity|no capacity/i,
    cause: "Fargate has no capacity for a task of this size in these zones now.",
    fix: "Run again later, with subnets in more zones, with another size, or with --capacity on-demand instead of spot.",
    link: "https://repost.aws/knowledge-center/ecs-fargate-runtask-capacity",
  },
  {
    id: "ephemeral-storage-timeout",
    reason: /EphemeralStorage provisioning/i,
    cause: "Fargate got no disk for the task in time; this passes, most of the time.",
    fix: "Run again.",
    link: `${guide}/fargate-task-storage.html`,
  },
  {
    id: "provisioning-failed",
    reason: /Task provisioning failed|\bAGENT\b/,
    cause: "Fargate could not provision the task; this passes, most of the time.",
    fix: "Run again; if it stays, look at the AWS Health Dashboard for ECS in this region.",
    link: "https://health.aws.amazon.com/health/status",
  },
];
