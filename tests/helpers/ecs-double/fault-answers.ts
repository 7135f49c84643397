/** Faults to hand to `faults.on`, in the words of the real services. README says where the words are from. */
import { AwsError } from "./aws-error.ts";
import type { AwsCall, ServiceName } from "./calls.ts";
import type { Fault, RunTaskFailure } from "./faults.ts";
import { account, callerArn } from "./stack.ts";
import type { StackOutputs } from "../../../infra/outputs.ts";

/** An error with this code and message. */
export function failsWith(code: string, message: string, status = 400): Fault {
  return () => ({ error: new AwsError(code, message, { status }) });
}

/** The rate limit, as each service says it. */
export const throttled: Fault = ({ service }) => {
  const code = { ecs: "ThrottlingException", logs: "ThrottlingException", sqs: "RequestThrottled" };
  const inXml = { ec2: "RequestLimitExceeded", sts: "Throttling" };
  return { error: new AwsError({ ...code, ...inXml }[service], "Rate exceeded") };
};

/** The rate limit of EC2, in the disguise in which RunTask passes it on. */
export const throttledInDisguise: Fault = (_call, { subnetIds }) => ({
  error: new AwsError(
    "InvalidParameterException",
    `Error retrieving subnet information for [${String(subnetIds[0])}]: Rate exceeded (ErrorCode: Throttling)`,
  ),
});

/** A fault of the service itself. */
export const serverError = failsWith(
  "ServerException",
  "Service Unavailable. Please try again later.",
  500,
);

/** The credentials were temporary and their time is up. */
export const expiredToken: Fault = ({ service }) => {
  const code =
    service === "ec2" ? "RequestExpired" : service === "sts" ? "ExpiredToken" : undefined;
  const message = "The security token included in the request is expired";
  return {
    error: new AwsError(code ?? "ExpiredTokenException", message, {
      status: service === "sts" ? 403 : 400,
    }),
  };
};

/** RunTask answers 200: `started` tasks, and failures for the rest. */
export function runTaskFails(failures: readonly RunTaskFailure[], started = 0): Fault {
  return () => ({ started, failures });
}

/** There is no capacity, which is said of Fargate Spot above all. */
export const noCapacity = runTaskFails([
  {
    reason:
      "Capacity is unavailable at this time. Please try again later or in a different availability zone",
  },
]);

/** Whether a RunTask asks for Fargate Spot; for a fault's `when`. */
export function asksForSpot({ input }: AwsCall): boolean {
  return JSON.stringify(input["capacityProviderStrategy"] ?? []).includes("FARGATE_SPOT");
}

/** The answer comes that much later, by the double's clock. */
export function slow(slowMs: number): Fault {
  return () => ({ slowMs });
}

/** The connection is reset. */
export const connectionReset: Fault = () => ({ reset: true });

/** No policy of the caller allows the action. */
export const accessDenied: Fault = (call, outputs) => {
  const action = `${call.service}:${call.service === "sqs" ? call.operation.toLowerCase() : call.operation}`;
  const because = `because no identity-based policy allows the ${action} action`;
  const who = `User: ${callerArn} is not authorized to perform: ${action}`;
  if (call.service === "ec2") {
    const message = `You are not authorized to perform this operation. ${who} ${because}`;
    return { error: new AwsError("UnauthorizedOperation", message, { status: 403 }) };
  }
  const message = `${who} on resource: ${resourceOf(call, outputs)} ${because}`;
  return { error: new AwsError("AccessDeniedException", message) };
};

function resourceOf({ service, operation, input }: AwsCall, outputs: StackOutputs): string {
  const { region, logGroupName } = outputs;
  const stream = `${logGroupName}:log-stream:${String(input["logStreamName"])}`;
  const resources: Readonly<Record<ServiceName, string | null>> = {
    ecs: ecsResource(operation, input, outputs),
    logs: `arn:aws:logs:${region}:${account}:log-group:${stream}`,
    sqs: outputs.eventQueueArn,
    ec2: null,
    sts: null,
  };
  return resources[service] ?? "*";
}

function ecsResource(operation: string, input: AwsCall["input"], outputs: StackOutputs): string {
  if (operation === "RunTask") return outputs.taskDefinitionArn;
  if (operation === "DescribeClusters") return outputs.clusterArn;
  const task = [input["task"], input["tasks"]].flat().find((value) => typeof value === "string");
  return task ?? "*";
}
