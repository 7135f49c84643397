import type { DoctorAws } from "./aws.ts";
import { ok, problem, warning, type Check } from "./check.ts";
import type { StackFacts } from "./stack-facts.ts";
import { identityVerdict, quotaVerdict, routeVerdict, secretVerdict } from "./verdicts.ts";

const noAnswer = {
  status: "warning",
  fix: "Look at the network and the permissions of the credentials.",
} as const;

/** What AWS says of a stack, up or about to be, to these credentials. */
export function awsChecks(facts: StackFacts, aws: DoctorAws): readonly Check[] {
  const { flags, outputs, region, capacity, cpu, assignPublicIp, subnetIds } = facts;
  const account = outputs?.clusterArn.split(":")[4] ?? null;
  const asked = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? region;
  return [
    {
      id: "aws-credentials",
      look: async (signal) => identityVerdict(await aws.identity(signal), account),
      otherwise: {
        status: "problem",
        fix: "Look at the network and at the credentials (AWS_PROFILE), then try again.",
      },
    },
    {
      id: "aws-region",
      look: () =>
        Promise.resolve(
          ok(
            asked === region
              ? (region ?? "")
              : `${region ?? ""}, the stack's (AWS_REGION is ${asked ?? ""})`,
          ),
        ),
      otherwise: noAnswer,
    },
    ...(outputs === null
      ? []
      : ([
          {
            id: "aws-cluster",
            look: async (signal) => {
              const tasks = await aws.runningTasks(outputs.clusterArn, signal);
              return ok(`${outputs.clusterName} can be reached; tasks there: ${tasks}`);
            },
            otherwise: {
              status: "problem",
              fix: "Use the credentials with which the stack was brought up (AWS_PROFILE), then try again.",
            },
          },
          {
            id: "task-definition",
            look: async (signal) => {
              const arn = outputs.taskDefinitionArn;
              const { status } = await aws.taskDefinition(arn, signal);
              const name = arn.replace(/^.*\//, "");
              return status === "ACTIVE"
                ? ok(`${name} is ACTIVE`)
                : problem(`${name} is ${status}: no task can run`, `Run \`mayfly up ${flags}\`.`);
            },
            otherwise: noAnswer,
          },
        ] as const satisfies readonly Check[])),
    {
      id: "subnet-route",
      look: async (signal) => {
        if (subnetIds === "made") return ok("up makes a network with a way out");
        const seen = await aws.subnets(subnetIds, signal);
        return seen.length === 0
          ? problem(
              `no default VPC with subnets in ${region ?? "this region"}`,
              "Set network to dedicated, or set vpcId and subnetIds.",
            )
          : routeVerdict(seen, assignPublicIp);
      },
      otherwise: noAnswer,
    },
    {
      id: "pull-secret",
      look: async (signal) => {
        if (outputs === null) return ok("up makes it, where images are private");
        const { secretArns } = await aws.taskDefinition(outputs.taskDefinitionArn, signal);
        const may =
          secretArns.length === 0 ||
          (await aws.mayDo(
            outputs.executionRoleArn,
            "secretsmanager:GetSecretValue",
            secretArns,
            signal,
          ));
        return secretVerdict(secretArns, may, flags);
      },
      otherwise: noAnswer,
    },
    {
      id: "fargate-quota",
      look: async (signal) => {
        const [onDemand, spot] = await Promise.all([
          aws.vcpuQuota("onDemand", signal),
          aws.vcpuQuota("spot", signal),
        ]);
        const running = outputs === null ? 0 : await aws.runningTasks(outputs.clusterArn, signal);
        return quotaVerdict({ onDemand, spot }, capacity, cpu, running);
      },
      otherwise: noAnswer,
    },
  ];
}

/** In place of them where nobody knows which region is meant. */
export const noRegion = ({ flags }: Pick<StackFacts, "flags">): Check => ({
  id: "aws-region",
  look: () =>
    Promise.resolve(
      warning("the stack has none", `Save one: mayfly init ${flags} --config aws:region=REGION.`),
    ),
  otherwise: noAnswer,
});
