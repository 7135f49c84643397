/** What `mayfly doctor` asks of AWS, by its SDK: questions alone, nothing is changed. Clients are loaded at the first call. */
import type { RouteTable } from "@aws-sdk/client-ec2";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";
import type { SubnetSeen, WayOut } from "./verdicts.ts";

/** The questions. Each rejects with an `AwsError`. */
export interface DoctorAws {
  /** Who the credentials are. */
  readonly identity: (signal: AbortSignal) => Promise<{ account: string; arn: string }>;
  /** How many tasks a cluster has that run or are to run. */
  readonly runningTasks: (cluster: string, signal: AbortSignal) => Promise<number>;
  /** Status of a task definition, and the secrets that its images are pulled with. */
  readonly taskDefinition: (
    arn: string,
    signal: AbortSignal,
  ) => Promise<{ status: string; secretArns: readonly string[] }>;
  /** Subnets, or the default VPC's, and where they lead. */
  readonly subnets: (
    ids: readonly string[] | null,
    signal: AbortSignal,
  ) => Promise<readonly SubnetSeen[]>;
  /** Whether a role may do something to something; null where these credentials may not ask. */
  readonly mayDo: (
    roleArn: string,
    action: string,
    resources: readonly string[],
    signal: AbortSignal,
  ) => Promise<boolean | null>;
  /** vCPUs of a quota of Fargate; null where AWS does not tell. */
  readonly vcpuQuota: (kind: "onDemand" | "spot", signal: AbortSignal) => Promise<number | null>;
}

/** https://docs.aws.amazon.com/general/latest/gr/ecs-service.html#limits_fargate */
const quotaCodes = { onDemand: "L-3032A538", spot: "L-36FBB829" } as const;

/** Asks with the credentials that the SDK finds, in one region. */
export function doctorAws(region: string): DoctorAws {
  const settings = { region, maxAttempts: 2 };
  const asking = async <Answer>(action: string, ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      throw awsError(error, { action, region });
    }
  };
  return {
    identity: async (abortSignal) =>
      await asking("sts:GetCallerIdentity", async () => {
        const { STS } = await import("@aws-sdk/client-sts");
        const sts = withoutNodeWarning(() => new STS(settings));
        const { Account, Arn } = await sts.getCallerIdentity({}, { abortSignal });
        return { account: Account ?? "", arn: Arn ?? "" };
      }),
    runningTasks: async (cluster, abortSignal) =>
      await asking("ecs:ListTasks", async () => {
        const { ECS } = await import("@aws-sdk/client-ecs");
        const ecs = withoutNodeWarning(() => new ECS(settings));
        const { taskArns = [] } = await ecs.listTasks({ cluster }, { abortSignal });
        return taskArns.length;
      }),
    taskDefinition: async (taskDefinition, abortSignal) =>
      await asking("ecs:DescribeTaskDefinition", async () => {
        const { ECS } = await import("@aws-sdk/client-ecs");
        const ecs = withoutNodeWarning(() => new ECS(settings));
        const found = await ecs.describeTaskDefinition({ taskDefinition }, { abortSignal });
        const { status = "unknown", containerDefinitions = [] } = found.taskDefinition ?? {};
        const secrets = containerDefinitions.flatMap(
          ({ repositoryCredentials }) => repositoryCredentials?.credentialsParameter ?? [],
        );
        return { status, secretArns: [...new Set(secrets)] };
      }),
    subnets: async (ids, abortSignal) =>
      await asking("ec2:DescribeRouteTables", async () => {
        const { EC2 } = await import("@aws-sdk/client-ec2");
        const ec2 = withoutNodeWarning(() => new EC2(settings));
        const { Subnets = [] } = await ec2.describeSubnets(
          ids === null
            ? { Filters: [{ Name: "default-for-az", Values: ["true"] }] }
            : { SubnetIds: [...ids] },
          { abortSignal },
        );
        const vpcs = [...new Set(Subnets.map(({ VpcId }) => VpcId ?? ""))];
        const { RouteTables = [] } = await ec2.describeRouteTables(
          { Filters: [{ Name: "vpc-id", Values: vpcs }] },
          { abortSignal },
        );
        return Subnets.map(({ SubnetId: id = "", VpcId = "" }) => ({
          id,
          wayOut: wayOutOf(RouteTables, id, VpcId),
        }));
      }),
    mayDo: async (PolicySourceArn, action, resources, abortSignal) =>
      await asking("iam:SimulatePrincipalPolicy", async () => {
        const { IAM } = await import("@aws-sdk/client-iam");
        const iam = withoutNodeWarning(() => new IAM(settings));
        const { EvaluationResults = [] } = await iam.simulatePrincipalPolicy(
          { PolicySourceArn, ActionNames: [action], ResourceArns: [...resources] },
          { abortSignal },
        );
        return EvaluationResults.every(({ EvalDecision }) => EvalDecision === "allowed");
      }).catch((error: unknown) => {
        abortSignal.throwIfAborted();
        if (awsError(error, { action, region }).kind === "accessDenied") return null;
        throw error;
      }),
    vcpuQuota: async (kind, abortSignal) =>
      await asking("servicequotas:GetServiceQuota", async () => {
        const { ServiceQuotas } = await import("@aws-sdk/client-service-quotas");
        const quotas = withoutNodeWarning(() => new ServiceQuotas(settings));
        const { Quota } = await quotas.getServiceQuota(
          { ServiceCode: "fargate", QuotaCode: quotaCodes[kind] },
          { abortSignal },
        );
        return Quota?.Value ?? null;
      }).catch((error: unknown) => {
        abortSignal.throwIfAborted();
        const { kind: why } = awsError(error, { action: "servicequotas:GetServiceQuota", region });
        if (why === "accessDenied" || why === "other" || why === "notFound") return null;
        throw error;
      }),
  };
}

/** By the subnet's own route table, or its VPC's main one. A route whose target is gone leads nowhere. */
export function wayOutOf(tables: readonly RouteTable[], subnetId: string, vpcId: string): WayOut {
  const ofSubnet = tables.find(({ Associations = [] }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnetId),
  );
  const main = tables.find(
    ({ VpcId, Associations = [] }) => VpcId === vpcId && Associations.some(({ Main }) => Main),
  );
  const way = (ofSubnet ?? main)?.Routes?.find(
    ({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0",
  );
  if (way === undefined || way.State === "blackhole") return "none";
  return way.GatewayId?.startsWith("igw-") === true ? "internet" : "other";
}
