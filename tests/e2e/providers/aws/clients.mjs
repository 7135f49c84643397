/** Clients of the emulator's services: one set per region; the endpoint is that of `AWS_ENDPOINT_URL`. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";

const classes = {
  ec2: EC2Client,
  ecs: ECSClient,
  events: EventBridgeClient,
  iam: IAMClient,
  logs: CloudWatchLogsClient,
  s3: S3Client,
  scheduler: SchedulerClient,
  secrets: SecretsManagerClient,
  sfn: SFNClient,
  sqs: SQSClient,
  sts: STSClient,
};

/** An error of a service in the words of the real provider: operation, code, text. */
function described(service, command, error) {
  const operation = command.constructor.name.replace(/Command$/, "");
  const text = `operation error ${service.toUpperCase()}: ${operation}, ${error.name}: ${error.message}`;
  return Object.assign(new Error(text, { cause: error }), { code: error.Code ?? error.name });
}

/** @param {string} region */
function make(region) {
  if (!process.env.AWS_ENDPOINT_URL) {
    throw new Error(
      "AWS_ENDPOINT_URL: expected the endpoint of an emulator; the stand-in never asks AWS",
    );
  }
  const options = {
    region,
    endpoint: process.env.AWS_ENDPOINT_URL,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  };
  const entries = Object.entries(classes).map(([service, Client]) => {
    const client = new Client(service === "s3" ? { ...options, forcePathStyle: true } : options);
    const send = async (command) => {
      try {
        return await client.send(command);
      } catch (error) {
        throw described(service, command, error);
      }
    };
    return [service, send];
  });
  return Object.fromEntries(entries);
}

const made = new Map();

/**
 * @param {Record<string, any>} config of the provider; the region of the environment stands in for one it lacks
 * @returns {Record<keyof typeof classes, (command: any) => Promise<any>> & { region: string }}
 */
export function clients(config) {
  const region = config.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (!region) throw new Error("Missing region configuration: set aws:region or AWS_REGION");
  if (!made.has(region)) made.set(region, { ...make(region), region });
  return made.get(region);
}
