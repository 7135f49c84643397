/** What was found → ok, a warning or a problem, with the fix; pure. */
import type { Capacity } from "../../infra/outputs.ts";
import { ok, problem, warning, type Finding } from "./check.ts";
import type { ManifestSeen, PushRight } from "./registry.ts";
import type { PullLimit } from "./registry-words.ts";
import type { StackFacts } from "./stack-facts.ts";

/** Where 0.0.0.0/0 goes from a subnet; `none` where it goes nowhere. */
export type WayOut = "internet" | "other" | "none";

/** A subnet and its way out. */
export interface SubnetSeen {
  readonly id: string;
  readonly wayOut: WayOut;
}

/** Whether an image is there for the task's processor; `user` is the stack's, where ECS pulls with it. */
export function imageVerdict(
  image: string,
  { status, platforms, limit, isUserRefused }: ManifestSeen,
  { cpuArchitecture, flags }: Pick<StackFacts, "cpuArchitecture" | "flags">,
  user: string | null,
): Finding {
  if (isUserRefused) return userRefused(user ?? "the user", flags);
  if (status === 401 || status === 403 || status === 404) {
    const who =
      user === null ? "without a login, as a task pulls it" : "with the stack's user and token";
    return problem(
      `${image} is not there ${who} (HTTP ${status})`,
      user === null
        ? "Look at the name; for a private image set privateImage."
        : "Look at the name and at what the token may read.",
    );
  }
  if (status === 429) {
    return user === null
      ? warning("the registry's pull limit is reached (HTTP 429)", waitOrLogin)
      : problem(`the registry's pull limit of ${user} is reached (HTTP 429)`, waitForMore);
  }
  // Without a login it is the limit of this machine's address, which the task's has nothing to do with.
  if (user !== null && limit !== null && limit.remaining < pullsOfTask) {
    return pullsVerdict(limit, `for ${user}`);
  }
  if (status !== 200)
    return warning(`the registry answers with HTTP ${status}`, "Try again later.");
  const wanted = `linux/${cpuArchitecture === "ARM64" ? "arm64" : "amd64"}`;
  if (platforms.length === 0) return ok(`${image} is there`);
  if (platforms.some((platform) => platform === wanted)) return ok(`${image}, ${wanted}`);
  return problem(
    `${image} is for ${platforms.join(", ")} alone, and the task is ${wanted}`,
    "Take an image for that processor, or set cpuArchitecture to the image's.",
  );
}

/** Pulls that a task takes: one for each of its images. */
const pullsOfTask = 2;
const waitForMore = "Wait until there are more, or use a login with a higher limit.";
const waitOrLogin = "Wait, or set privateImage so that ECS pulls with your user and token.";

/** What is left of a limit on pulls. */
export function pullsVerdict(limit: PullLimit | null, who: string): Finding {
  if (limit === null) return ok(`no limit ${who}`);
  const hours = limit.windowSeconds === null ? "" : ` in ${limit.windowSeconds / 3600} hours`;
  const text = `${limit.remaining} of ${limit.limit} pulls left${hours} ${who}`;
  return limit.remaining < pullsOfTask
    ? problem(text, waitForMore)
    : limit.remaining < 10 * pullsOfTask
      ? warning(text, "A login with a higher limit would make room.")
      : ok(text);
}

/** Whether the crawler's image can be pushed. */
export function pushVerdict(
  right: PushRight,
  user: string,
  repository: string,
  flags: string,
): Finding {
  switch (right) {
    case "granted":
      return ok(`${user} may push to ${repository}`);
    case "pullOnly":
      return problem(
        `${user} may not push to ${repository} with this token`,
        `Make an access token that may read and write, and save it: ${saveToken(flags)}.`,
      );
    case "refused":
      return userRefused(user, flags);
    case null:
      return ok(`the registry takes ${user}; what it may push is known at the push`);
  }
}

const saveToken = (flags: string): string => `mayfly init ${flags} --secret dockerHubToken`;

function userRefused(user: string, flags: string): Finding {
  return problem(
    `the registry does not take ${user} and the token`,
    `Look at dockerHubUser, and save a new token: ${saveToken(flags)}.`,
  );
}

/** Whether tasks in these subnets reach registries, AWS and sites. */
export function routeVerdict(subnets: readonly SubnetSeen[], assignPublicIp: boolean): Finding {
  const ids = (some: readonly SubnetSeen[]): string => some.map(({ id }) => id).join(", ");
  const shut = subnets.filter(({ wayOut }) => wayOut === "none");
  if (shut.length > 0) {
    return problem(
      `${ids(shut)}: no route to the Internet, so tasks could pull no image and reach no site`,
      "Add a route for 0.0.0.0/0 to an internet or NAT gateway, or take other subnets.",
    );
  }
  const gateways = subnets.filter(({ wayOut }) => wayOut === "internet");
  if (gateways.length > 0 && !assignPublicIp) {
    return problem(
      `${ids(gateways)}: an internet gateway, and tasks without a public address`,
      "Set assignPublicIp to true, or take subnets with a NAT gateway.",
    );
  }
  const way = gateways.length === subnets.length ? "an internet gateway" : "a gateway";
  return ok(`${ids(subnets)}: out by ${way}${assignPublicIp ? ", with public addresses" : ""}`);
}

/** Who the credentials are, and whether the stack is of that account. */
export function identityVerdict(
  { account, arn }: { readonly account: string; readonly arn: string },
  stackAccount: string | null,
): Finding {
  return stackAccount === null || stackAccount === account
    ? ok(arn)
    : problem(
        `${arn} is of account ${account}, and the stack is in ${stackAccount}`,
        "Use the credentials with which the stack was brought up (AWS_PROFILE).",
      );
}

/** What the quotas of Fargate leave; vCPUs by capacity, null where AWS does not tell. */
export interface QuotaSeen {
  readonly onDemand: number | null;
  readonly spot: number | null;
}

/** Whether one more task fits; `running` are the tasks of the stack's cluster. */
export function quotaVerdict(
  quota: QuotaSeen,
  capacity: Capacity,
  cpu: number,
  running: number,
): Finding {
  const vcpu = cpu / 1024;
  const needed = vcpu * (running + 1);
  // A run that prefers spot falls back.
  const kinds =
    capacity === "onDemand"
      ? (["onDemand"] as const)
      : capacity === "spot"
        ? (["spot"] as const)
        : (["spot", "onDemand"] as const);
  const words = { onDemand: "on demand", spot: "spot" };
  const texts = kinds.map((kind) => `${quota[kind] ?? "unknown"} ${words[kind]}`);
  const found = `a task takes ${vcpu} vCPU; quota of this account and region: ${texts.join(", ")}`;
  if (kinds.some((kind) => quota[kind] === null)) return warning(found, null);
  if (kinds.some((kind) => (quota[kind] ?? 0) >= needed)) return ok(found);
  return warning(
    `${found}; with ${running} running, the next does not fit`,
    "Ask for more in Service Quotas (AWS Fargate, vCPU resource count), or take a smaller cpu.",
  );
}

/** Whether the execution role may read the secret with which images are pulled; null where IAM does not tell. */
export function secretVerdict(
  secretArns: readonly string[],
  allowed: boolean | null,
  flags: string,
): Finding {
  if (secretArns.length === 0) return ok("images are pulled without a login");
  if (allowed === null) {
    return warning(
      "these credentials may not ask IAM whether the execution role can read the secret",
      "Allow iam:SimulatePrincipalPolicy to find out.",
    );
  }
  return allowed
    ? ok("the execution role may read user and token")
    : problem(
        `the execution role may not read ${secretArns.join(", ")}`,
        `Bring the stack up again, which mends its policy: mayfly up ${flags}.`,
      );
}
