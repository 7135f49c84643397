import type { StackOutputs } from "../../infra/outputs.ts";
import { readOutputs } from "../environment/operations.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import { ok, type Check } from "./check.ts";

/** Checks of a stack: that it is up, has not expired, and that these credentials reach its cluster. */
export function stackChecks(stack: string, workDir: string | undefined): readonly Check[] {
  let asked: Promise<StackOutputs> | undefined;
  const outputs = async (signal: AbortSignal): Promise<StackOutputs> => {
    asked ??= readOutputs({
      stack,
      signal,
      ...(workDir === undefined ? {} : { workDir }),
    }).then((read) => read.outputs);
    return await asked;
  };
  return [
    {
      id: "stack",
      look: async (signal) => {
        const { region, taskDefinitionArn, expiresAt } = await outputs(signal);
        return expiresAt !== null && Date.parse(expiresAt) < Date.now()
          ? {
              status: "warning",
              found: `${stack} in ${region} has expired at ${expiresAt}`,
              fix: `Run \`mayfly up --stack ${stack}\` with a longer ttl, or \`mayfly down --stack ${stack}\`.`,
            }
          : ok(`${stack} in ${region}, ${taskDefinitionArn.replace(/^.*\//, "")}`);
      },
      otherwise: { status: "problem", fix: `Bring it up with \`mayfly up --stack ${stack}\`.` },
    },
    {
      id: "aws",
      look: async (signal) => {
        const { region, clusterArn, clusterName } = await outputs(signal);
        const aws = awsApi({ region, onCall: () => undefined });
        const { taskArns = [] } = await aws.listTasks({ cluster: clusterArn }, signal);
        return ok(`the credentials reach ${clusterName}; tasks there: ${String(taskArns.length)}`);
      },
      otherwise: {
        status: "problem",
        fix: "Use the credentials with which the stack was brought up (AWS_PROFILE), then try again.",
      },
    },
  ];
}
