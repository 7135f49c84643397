import type { RunTaskRequest } from "@aws-sdk/client-ecs";
import { isDeepStrictEqual } from "node:util";
import { AwsError, invalidParameter } from "./aws-error.ts";
import type { Operation } from "./calls.ts";
import type { World } from "./world.ts";

/** For so long a client token stands for its tasks. */
const tokenMs = 24 * 3_600_000;

/** What RunTask starts: ids of tasks in the world's list. */
interface Token {
  readonly request: RunTaskRequest;
  readonly at: number;
  readonly indices: readonly number[];
}

/**
 * RunTask without its answer: checks the request, starts the tasks, and gives the same tasks again for the same client token.
 * `started` of a fault takes the place of `count`. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export class TaskLauncher {
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();

  constructor(world: World) {
    this.#world = world;
  }

  run(input: Parameters<Operation>[0], started?: number): readonly number[] {
    const request = input as unknown as RunTaskRequest;
    checkRequest(this.#world, request);
    const { clientToken } = request;
    const known = clientToken === undefined ? undefined : this.#tokens.get(clientToken);
    if (known !== undefined && this.#world.clock.now() - known.at < tokenMs) {
      return this.#again(known, request);
    }
    const { count = 1 } = request;
    const indices = Array.from(
      { length: started ?? count },
      () => this.#world.launch(request).index,
    );
    if (clientToken !== undefined) {
      this.#tokens.set(clientToken, { request, at: this.#world.clock.now(), indices });
    }
    return indices;
  }

  #again(known: Token, request: RunTaskRequest): readonly number[] {
    if (isDeepStrictEqual(known.request, request)) return known.indices;
    throw new AwsError(
      "ConflictException",
      "The RunTask request could not be processed: its client token was used with other parameters.",
      { resourceIds: known.indices.map((index) => this.#world.tasks[index]?.arn) },
    );
  }
}

/** The refusals that a program can run into, in the words of ECS where they are published; README says which are not. */
function checkRequest(world: World, request: RunTaskRequest): void {
  const { outputs, faults } = world;
  const { taskDefinition = "", count = 1, overrides, networkConfiguration } = request;
  if (!world.hasCluster(request.cluster)) {
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  }
  if (count < 1 || count > 10) throw invalidParameter("Count must be between 1 and 10.");
  const { taskDefinitionArn, taskDefinitionFamily } = outputs;
  const revision = taskDefinitionArn.split("/").at(-1) ?? "";
  if (![taskDefinitionArn, revision, taskDefinitionFamily].includes(taskDefinition)) {
    throw new AwsError("ClientException", "TaskDefinition not found.");
  }
  if (faults.taskDefinitionInactive)
    throw new AwsError("ClientException", "TaskDefinition is inactive");
  if (request.launchType !== undefined && request.capacityProviderStrategy !== undefined) {
    throw invalidParameter(
      "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
    );
  }
  if (networkConfiguration?.awsvpcConfiguration === undefined) {
    throw invalidParameter(
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  }
  if (JSON.stringify(overrides?.containerOverrides ?? []).length > 8_192) {
    throw invalidParameter("Container Overrides length must be at most 8192");
  }
  const names: readonly string[] = Object.values(outputs.containerNames);
  for (const { name = "" } of overrides?.containerOverrides ?? []) {
    if (!names.includes(name)) {
      throw invalidParameter(
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
  }
}
