import type { Capacity, StackOutputs } from "../../../infra/outputs.ts";
import { MayflyError } from "../../errors.ts";
import { overridesOf, type TaskOverrides, type TaskOverrideOptions } from "./task-overrides.ts";
import { clientTokenOf, startedByOf } from "./task-names.ts";

/** Capacity providers of Fargate. */
export type CapacityProvider = "FARGATE" | "FARGATE_SPOT";

/** How a run's task differs from what the stack says; what is absent is as in the stack. */
export interface FargateLaunchOptions extends TaskOverrideOptions {
  /** How the task is paid for. Default: the stack's. */
  readonly capacity?: Capacity;
  /** `--task-definition`: a revision, `family:revision`, a family or an ARN. Default: the revision in the outputs. */
  readonly taskDefinition?: string;
  /** Default: the stack's. */
  readonly subnetIds?: readonly string[];
  /** Default: the stack's. */
  readonly securityGroupIds?: readonly string[];
  /** Whether the task gets a public IPv4 address. Default: as in the stack. */
  readonly assignPublicIp?: boolean;
  /** Tags of the task beside those of the task definition. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The parts of RunTask's input that Mayfly uses; with `aws ecs run-task --cli-input-json` it is the same task. */
export interface RunTaskInput {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly count: number;
  readonly clientToken: string;
  readonly startedBy: string;
  readonly capacityProviderStrategy: readonly {
    readonly capacityProvider: CapacityProvider;
    readonly weight: 1;
  }[];
  readonly networkConfiguration: {
    readonly awsvpcConfiguration: {
      readonly subnets: readonly string[];
      readonly securityGroups: readonly string[];
      readonly assignPublicIp: "ENABLED" | "DISABLED";
    };
  };
  readonly overrides: TaskOverrides;
  readonly enableECSManagedTags: true;
  readonly propagateTags: "TASK_DEFINITION";
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** Tag by which a task is found by the run that it belongs to. */
const runTag = "mayfly:run";

/** The capacity providers of a run, in the order in which they are tried. */
export function capacityProviders(
  outputs: Pick<StackOutputs, "capacity">,
  { capacity = outputs.capacity }: Pick<FargateLaunchOptions, "capacity">,
): readonly [first: CapacityProvider, next?: CapacityProvider] {
  switch (capacity) {
    case "onDemand":
      return ["FARGATE"];
    case "spot":
      return ["FARGATE_SPOT"];
    case "spotPreferred":
      return ["FARGATE_SPOT", "FARGATE"];
    default:
      throw new MayflyError(
        "usage",
        `Expected onDemand, spot or spotPreferred for capacity, but got ${JSON.stringify(capacity satisfies never)}.`,
      );
  }
}

/** Most tasks that RunTask starts at once. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export const mostAtOnce = 10;

/** Whose tasks are asked for. */
export interface TaskOwner {
  /** Id of the run, or of the group of runs. */
  readonly runId: string;
  /** The crawl's own, with the names of `crawler/src/contract.ts`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tasks to start, all alike; ECS takes 1 to 10. Default: 1. */
  readonly count?: number;
  /** Tells several requests of one run apart, in at most 14 characters. Default: it has only one. */
  readonly part?: string;
}

/** RunTask's input. Throws `MayflyError` (usage) for what ECS would refuse. */
export function runTaskRequest(
  outputs: StackOutputs,
  { runId, environment, count = 1, part = "" }: TaskOwner,
  options: FargateLaunchOptions = {},
  capacityProvider: CapacityProvider = capacityProviders(outputs, options)[0],
): RunTaskInput {
  requireIds("subnetIds", options.subnetIds, 1);
  // Without one, ECS takes the VPC's own.
  requireIds("securityGroupIds", options.securityGroupIds, 0);
  const assignPublicIp = options.assignPublicIp ?? outputs.assignPublicIp;
  return {
    cluster: outputs.clusterArn,
    taskDefinition: taskDefinitionOf(outputs, options.taskDefinition),
    count,
    clientToken: clientTokenOf(runId, capacityProvider, part),
    startedBy: startedByOf(runId),
    capacityProviderStrategy: [{ capacityProvider, weight: 1 }],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: options.subnetIds ?? outputs.subnetIds,
        securityGroups: options.securityGroupIds ?? outputs.securityGroupIds,
        assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED",
      },
    },
    overrides: overridesOf(
      outputs.containerNames.crawler,
      environment,
      options,
      // Another task definition may have another size.
      options.taskDefinition === undefined ? outputs : null,
    ),
    enableECSManagedTags: true,
    propagateTags: "TASK_DEFINITION",
    tags: Object.entries({ ...options.tags, [runTag]: runId }).map(([key, value]) => ({
      key,
      value,
    })),
  };
}

function requireIds(name: string, ids: unknown, least: number): void {
  if (ids === undefined) return;
  const isList = Array.isArray(ids) && ids.length >= least;
  if (isList && ids.every((id) => typeof id === "string" && id !== "")) return;
  throw new MayflyError(
    "usage",
    `Expected a list of ids for ${name}, but got ${JSON.stringify(ids)}.`,
  );
}

/** A bare revision is one of the stack's family. */
function taskDefinitionOf(outputs: StackOutputs, given: string | undefined): string {
  if (given === undefined) return outputs.taskDefinitionArn;
  return /^\d+$/.test(given) ? `${outputs.taskDefinitionFamily}:${given}` : given;
}
